import { ModelFileError, type ProgressListener, readWebFile, webFileCache } from '@x/core';
import { filesOfGraph } from '../package-graphs.ts';
import { type ManifestFile, type ModelManifest, parseManifest } from '../parse-manifest.ts';
import type { ResolvedModel } from '../resolved-model.ts';

/** What is fetched of a model. */
export interface FetchModelOptions {
  /** The graph, by its path in the folder. */
  readonly graph: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressListener | undefined;
}

/**
 * Fetches a model from a folder of a web server into the browser's cache: what its manifest lists for one graph. Files that lie there with the right
 * content are not fetched again.
 *
 * @throws {ModelFileError} when the folder has no manifest of this model, or a file is missing or differs from it.
 */
export async function fetchModel(
  model: string,
  folder: string,
  { graph, signal, onProgress }: FetchModelOptions,
): Promise<ResolvedModel> {
  const manifest = await fetchManifest(`${folder}manifest.json`, signal);
  const weights = manifest.files.find(({ path }) => path === graph);
  if (manifest.model.toLowerCase() !== model.toLowerCase() || weights === undefined) {
    const message = `it describes ${manifest.model} with ${manifest.files.map(({ path }) => path).join(', ')}, not ${model} with ${graph}.`;
    throw new ModelFileError({ path: `${folder}manifest.json`, problem: 'invalid', message });
  }
  const files = filesOfGraph(manifest, weights).filter(({ path }) => /\.(?:json|onnx)$/.test(path));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let completed = 0;
  for (const file of files) {
    await fetchFile(`${folder}${file.path}`, file, signal);
    completed += file.size;
    onProgress?.({ phase: 'download', subject: model, completed, total, unit: 'bytes' });
  }
  return { model, source: 'path', directory: folder.slice(0, -1), modelFile: `${folder}${graph}`, manifest };
}

async function fetchManifest(address: string, signal: AbortSignal | undefined): Promise<ModelManifest> {
  const response = await fetch(address, signal && { signal });
  const manifest = response.ok ? parseManifest(await response.text(), address) : undefined;
  if (manifest !== undefined) return manifest;
  const message = `the server answered ${response.status}, and no manifest of a model.`;
  throw new ModelFileError({ path: address, problem: response.ok ? 'invalid' : 'missing', message });
}

async function fetchFile(address: string, file: ManifestFile, signal: AbortSignal | undefined): Promise<void> {
  // Pages that came without encryption have neither a cache nor hashes; the browser's own cache serves then.
  const cache = await webFileCache();
  if (cache === undefined) return;
  const kept = await cache.match(address);
  if (kept !== undefined && (await hashOf(await kept.arrayBuffer())) === file.sha256) return;
  await cache.delete(address);
  signal?.throwIfAborted();
  const bytes = await (await readWebFile(address))?.arrayBuffer();
  if (bytes === undefined) {
    throw new ModelFileError({ path: address, problem: 'missing', message: 'the server has no such file.' });
  }
  if ((await hashOf(bytes)) !== file.sha256) {
    const message = `its ${bytes.byteLength} bytes are not the ${file.size} that the manifest lists. Copy the model's folder again.`;
    throw new ModelFileError({
      path: address,
      problem: bytes.byteLength < file.size ? 'truncated' : 'invalid',
      message,
    });
  }
  await cache.put(address, new Response(bytes));
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
