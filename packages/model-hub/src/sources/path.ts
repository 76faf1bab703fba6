import { posix, join } from 'node:path';
import { ModelFileError } from '@x/core';
import { fileSize } from '../file-status.ts';
import { readManifest } from '../manifest.ts';
import type { ModelRequest } from '../model-request.ts';
import { filesOfGraph } from '../package-graphs.ts';
import type { SourceAnswer } from '../resolved-model.ts';
import { verifyFiles } from '../verify-files.ts';

/**
 * Takes the model from the directory that the caller named.
 *
 * The weights may lie at their path in the repository, directly in the directory, or be called `model.onnx` there. A
 * `manifest.json` of a model package is checked; without one, files are checked for presence only.
 *
 * @throws {ModelFileError} naming the first file that is missing, empty or damaged.
 */
export async function findInPath(request: ModelRequest): Promise<SourceAnswer> {
  const { model, modelPath: directory, modelFiles, exactFile, additionalFiles } = request;
  if (directory === undefined) return { missing: 'no modelPath was given' };
  await requireOneOfFiles(directory, ['tokenizer.json']);
  const isGraph = modelFiles.some((file) => file.endsWith('.onnx'));
  const names = modelFiles.map((file) => posix.basename(file));
  const candidates = [...new Set([...modelFiles, ...names, ...(exactFile || !isGraph ? [] : ['model.onnx'])])];
  const weights = await requireOneOfFiles(directory, candidates);
  for (const file of additionalFiles) {
    // ONNX Runtime looks for external data beside the graph, so it may have moved only together with it.
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

/** The first of `candidates` that is a file; it must not be empty. */
async function requireOneOfFiles(directory: string, candidates: readonly string[]): Promise<string> {
  const [wanted = ''] = candidates;
  for (const candidate of candidates) {
    const size = await fileSize(join(directory, candidate));
    if (size === undefined) continue;
    if (size > 0) return candidate;
    const message = 'is empty. Copy it again from where the model came from.';
    throw new ModelFileError({ path: join(directory, candidate), problem: 'empty', message });
  }
  const places = [...new Set(candidates)].join(', ');
  const message = `is missing. Looked in ${directory} for: ${places}. Copy it there or correct modelPath.`;
  throw new ModelFileError({ path: join(directory, wanted), problem: 'missing', message });
}
