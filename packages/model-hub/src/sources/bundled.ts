import { join } from 'node:path';
import { InvalidArgumentError, ModelFileError } from '@x/core';
import { listInstalledModels } from '../installed-models.ts';
import { type ManifestFile, manifestName, type ModelManifest } from '../manifest.ts';
import { dtypeOf } from '../model-dtype.ts';
import { filesOfGraph, graphsOf } from '../package-graphs.ts';
import type { ModelRequest } from '../model-request.ts';
import type { SourceAnswer } from '../resolved-model.ts';
import { verifyFiles } from '../verify-files.ts';

/**
 * Finds an installed package that declares the model, whatever the case of its name, and checks the files that the wanted graph needs.
 *
 * @throws {ModelFileError} when the package is damaged: going to another source would hide it.
 * @throws {InvalidArgumentError} when the package that the model is known to be in lacks the number format.
 */
export async function findBundled(request: ModelRequest): Promise<SourceAnswer> {
  const { model, searchFrom, exactFile, modelFiles, npmPackage } = request;
  const installed = await listInstalledModels({ searchFrom });
  const match = installed.find((candidate) => candidate.model.toLowerCase() === model.toLowerCase());
  if (match === undefined) {
    const names = installed.map((candidate) => candidate.model).join(', ');
    return { missing: `no installed package declares it (installed models: ${names || 'none'})` };
  }
  const { directory, manifest } = match;
  const [wanted] = modelFiles;
  const graph = exactFile ? graphLike(wanted!, manifest) : defaultGraph(directory, manifest);
  if (graph === undefined) {
    const graphs = graphsOf(manifest).map(({ path }) => path);
    const carried = graphs.join(' and ') || 'no graph';
    if (npmPackage === undefined) return { missing: `its package carries ${carried}, but ${wanted} was asked for` };
    const dtypes = graphs.map((path) => `'${dtypeOf(path)}'`).join(' or ');
    const expected = `${dtypes}, which ${npmPackage} carries, or left out`;
    const advice = 'Pass source or modelPath for weights from elsewhere.';
    throw new InvalidArgumentError({ parameter: 'dtype', value: dtypeOf(wanted!), expected, advice });
  }
  await verifyFiles(directory, filesOfGraph(manifest, graph), request);
  return { found: { model, source: 'bundled', directory, modelFile: join(directory, graph.path), manifest } };
}

/** A package's names need not be the repository's, so the number format decides. */
function graphLike(modelFile: string, manifest: ModelManifest): ManifestFile | undefined {
  return graphsOf(manifest).find(({ path }) => dtypeOf(path) === dtypeOf(modelFile));
}

/** The only graph, or of several the one whose name says no number format. */
function defaultGraph(directory: string, manifest: ModelManifest): ManifestFile {
  const graphs = graphsOf(manifest);
  const plain = graphs.length === 1 ? graphs : graphs.filter(({ path }) => dtypeOf(path) === 'fp32');
  if (plain.length === 1 && manifest.files.some(({ path }) => path === 'tokenizer.json')) return plain[0]!;
  throw new ModelFileError({
    path: join(directory, manifestName),
    problem: 'invalid',
    message: `must list tokenizer.json and one .onnx or .safetensors file without a number format in its name, but lists ${manifest.files.map(({ path }) => path).join(', ') || 'nothing'}.`,
  });
}
