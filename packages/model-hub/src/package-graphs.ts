import type { ManifestFile, ModelManifest } from './manifest.ts';

/** The graphs of a model package, one for each number format. */
export function graphsOf({ files }: ModelManifest): readonly ManifestFile[] {
  return files.filter(({ path }) => path.endsWith('.onnx'));
}

/** The files that one graph of a package needs: all but the graphs that it does not read. */
export function filesOfGraph(manifest: ModelManifest, graph: ManifestFile): readonly ManifestFile[] {
  const { path: wanted, reads = [] } = graph;
  return manifest.files.filter(({ path }) => !path.endsWith('.onnx') || path === wanted || reads.includes(path));
}
