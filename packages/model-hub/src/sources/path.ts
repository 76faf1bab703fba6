import { posix, join } from 'node:path';
import { ModelFileError } from '@x/core';
import { fileSize } from '../file-status.ts';
import { readManifest } from '../manifest.ts';
import type { ModelRequest } from '../model-request.ts';
import { filesOfGraph } from '../package-graphs.ts';
import type { SourceAnswer } from '../resolved-model.ts';
import { verifyFiles } from '../verify-files.ts';

/**
 * Finds the model in the directory `modelPath`.
 *
 * The weights may be at their path in the repository, directly in the directory, or in the directory as `model.onnx`. With a `manifest.json` of a
 * model package, the content of the files is checked; without one, only that they exist and are not empty.
 *
 * @throws {ModelFileError} naming the first file that is missing, empty or damaged.
 */
export async function findInPath(request: ModelRequest): Promise<SourceAnswer> {
  const { model, modelPath: directory, modelFiles, exactFile, additionalFiles } = request;
  if (directory === undefined) return { missing: 'modelPath is not given' };
  await requireOneOfFiles(directory, ['tokenizer.json']);
  const isGraph = modelFiles.some((file) => file.endsWith('.onnx'));
  const names = modelFiles.map((file) => posix.basename(file));
  const candidates = [...new Set([...modelFiles, ...names, ...(exactFile || !isGraph ? [] : ['model.onnx'])])];
  const weights = await requireOneOfFiles(directory, candidates);
  for (const file of additionalFiles) {
    // ONNX Runtime reads external data from beside the graph, so both must have moved together.
    const beside = posix.join(posix.dirname(weights), posix.basename(file));
    await requireOneOfFiles(directory, modelFiles.includes(weights) ? [file] : [beside]);
  }
  const manifest = await readManifest(directory);
  if (manifest !== undefined) {
    const graph = manifest.files.find(({ path }) => path === weights);
    await verifyFiles(directory, graph ? filesOfGraph(manifest, graph) : manifest.files, request);
  }
  const found = { model, source: 'path' as const, directory, modelFile: join(directory, weights) };
  return { found: manifest === undefined ? found : { ...found, manifest } };
}

/** Returns the first of `candidates` that is a file. It must not be empty. */
async function requireOneOfFiles(directory: string, candidates: readonly string[]): Promise<string> {
  const [wanted = ''] = candidates;
  for (const candidate of candidates) {
    const size = await fileSize(join(directory, candidate));
    if (size === undefined) continue;
    if (size > 0) return candidate;
    const message = 'is empty. Copy it again from the source of the model.';
    throw new ModelFileError({ path: join(directory, candidate), problem: 'empty', message });
  }
  const places = [...new Set(candidates)].join(', ');
  const message = `is missing. Searched ${directory} for: ${places}. Copy it there or correct modelPath.`;
  throw new ModelFileError({ path: join(directory, wanted), problem: 'missing', message });
}
