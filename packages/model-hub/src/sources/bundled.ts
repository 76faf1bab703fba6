import { join } from 'node:path';
import { ModelFileError } from '@x/core';
import { listInstalledModels } from '../installed-models.ts';
import { manifestName, type ModelManifest } from '../manifest.ts';
import type { ModelRequest } from '../model-request.ts';
import type { SourceAnswer } from '../resolved-model.ts';
import { verifyFiles } from '../verify-files.ts';

/**
 * Finds an installed package that declares the model, whatever the case of its name, and checks each of its files.
 *
 * @throws {ModelFileError} when the package is damaged: going to another source would hide it.
 */
export async function findBundled(request: ModelRequest): Promise<SourceAnswer> {
  const { model, searchFrom, exactFile, modelFiles } = request;
  if (exactFile)
    return { missing: `not looked at, since packages carry one graph each and ${modelFiles[0]} was asked for` };
  const installed = await listInstalledModels({ searchFrom });
  const match = installed.find((candidate) => candidate.model.toLowerCase() === model.toLowerCase());
  if (match === undefined) {
    const names = installed.map((candidate) => candidate.model).join(', ');
    return { missing: `no installed package declares it (installed models: ${names || 'none'})` };
  }
  const { directory, manifest } = match;
  const modelFile = join(directory, weightsPath(directory, manifest));
  await verifyFiles(directory, manifest.files, request);
  return { found: { model, source: 'bundled', directory, modelFile, manifest } };
}

/** A model package carries one graph, so its name need not be the repository's. */
function weightsPath(directory: string, { files }: ModelManifest): string {
  const graphs = files.filter(({ path }) => path.endsWith('.onnx'));
  if (graphs.length === 1 && files.some(({ path }) => path === 'tokenizer.json')) return graphs[0]!.path;
  throw new ModelFileError({
    path: join(directory, manifestName),
    problem: 'invalid',
    message: `must list one .onnx file and tokenizer.json, but lists ${files.map(({ path }) => path).join(', ') || 'nothing'}.`,
  });
}
