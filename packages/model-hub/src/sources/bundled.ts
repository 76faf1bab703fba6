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
 * Finds an installed package that declares the model, ignoring the case of its name, and checks the files that the requested graph needs.
 *
 * @throws {ModelFileError} when the package is damaged, because using another source would hide the damage.
 * @throws {InvalidArgumentError} when `npmPackage` is set and the package lacks the number format.
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
    if (npmPackage === undefined) return { missing: `its package contains ${carried}, but not ${wanted}` };
    const dtypes = graphs.map((path) => `'${dtypeOf(path)}'`).join(' or ');
    const expected = `${dtypes}, or omitted`;
    const advice = `${npmPackage} contains no other weights. Pass source or modelPath to load others.`;
    throw new InvalidArgumentError({ parameter: 'dtype', value: dtypeOf(wanted!), expected, advice });
  }
  await verifyFiles(directory, filesOfGraph(manifest, graph), request);
  return { found: { model, source: 'bundled', directory, modelFile: join(directory, graph.path), manifest } };
}

/** Returns the graph with the number format of `modelFile`. File names in a package may differ from those in the repository. */
function graphLike(modelFile: string, manifest: ModelManifest): ManifestFile | undefined {
  return graphsOf(manifest).find(({ path }) => dtypeOf(path) === dtypeOf(modelFile));
}

/** Returns the only graph, or of several the one without a number format in its name. */
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
