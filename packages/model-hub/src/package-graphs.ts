import type { ManifestFile, ModelManifest } from './manifest.ts';

/** The weights of a model package: graphs, one for each number format, or a table of vectors. */
export function graphsOf({ files }: ModelManifest): readonly ManifestFile[] {
  return files.filter(({ path }) => isWeights(path));
}

/** The files that one graph of a package needs: all but the graphs that it does not read. */
export function filesOfGraph(manifest: ModelManifest, graph: ManifestFile): readonly ManifestFile[] {
  const { path: wanted, reads = [] } = graph;
  return manifest.files.filter(({ path }) => !isWeights(path) || path === wanted || reads.includes(path));
}

/** True for a file that nothing reads but people, such as the licence. */
export function isForPeople(path: string): boolean {
  return /(?:^|\/)(?:LICEN[CS]E|NOTICE)[^/]*$|\.md$/i.test(path);
}

function isWeights(path: string): boolean {
  return /\.(?:onnx|safetensors)$/.test(path);
}
