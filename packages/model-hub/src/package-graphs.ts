import type { ManifestFile, ModelManifest } from './manifest.ts';

/** Returns the weights of a model package: one graph for each number format, or a table of vectors. */
export function graphsOf({ files }: ModelManifest): readonly ManifestFile[] {
  return files.filter(({ path }) => isWeights(path));
}

/** Returns the files that one graph of a package needs: all files except the graphs that it does not read. */
export function filesOfGraph(manifest: ModelManifest, graph: ManifestFile): readonly ManifestFile[] {
  const { path: wanted, reads = [] } = graph;
  return manifest.files.filter(({ path }) => !isWeights(path) || path === wanted || reads.includes(path));
}

/** Returns true for a file that only people read, such as the license. */
export function isForPeople(path: string): boolean {
  return /(?:^|\/)(?:LICEN[CS]E|NOTICE)[^/]*$|\.md$/i.test(path);
}

function isWeights(path: string): boolean {
  return /\.(?:onnx|safetensors)$/.test(path);
}
