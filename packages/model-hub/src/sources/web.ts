import {
  callListener,
  DownloadError,
  fetchWebFile,
  ModelFileError,
  type ProgressListener,
  webFileCache,
} from '@x/core';
import { filesOfGraph, isForPeople } from '../package-graphs.ts';
import { type ManifestFile, type ModelManifest, parseManifest } from '../parse-manifest.ts';
import type { ResolvedModel } from '../resolved-model.ts';

/** Options of {@link fetchModel}. */
export interface FetchModelOptions {
  /** Path of the graph in the folder. */
  readonly graph: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressListener | undefined;
}

/**
 * Fetches the files of one graph in a model's manifest from a folder of a web server into the browser's cache. Cached files with the right content
 * are not fetched again.
 *
 * @throws {ModelFileError} when the folder has no manifest of this model, or a file is missing or differs from the manifest.
 * @throws {DownloadError} when the server cannot be reached or refuses a file.
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
  const files = filesOfGraph(manifest, weights).filter(({ path }) => !isForPeople(path));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let completed = 0;
  const count = (bytes: number): void => {
    completed += bytes;
    callListener(onProgress, { phase: 'download', subject: model, completed, total, unit: 'bytes' });
  };
  for (const file of files) await fetchFile(`${folder}${file.path}`, file, { signal, count });
  return { model, source: 'path', directory: folder.slice(0, -1), modelFile: `${folder}${graph}`, manifest };
}

async function fetchManifest(address: string, signal: AbortSignal | undefined): Promise<ModelManifest> {
  const response = await fetchWebFile(address, signal);
  const manifest = response && parseManifest(await response.text(), address);
  if (manifest !== undefined) return manifest;
  const message =
    'the server has no model manifest at this URL. Copy the whole folder of a model package to the server.';
  throw new ModelFileError({ path: address, problem: response === undefined ? 'missing' : 'invalid', message });
}

interface FetchFileOptions {
  readonly signal: AbortSignal | undefined;
  /** Receives the number of bytes that arrived or were cached. */
  readonly count: (bytes: number) => void;
}

async function fetchFile(address: string, file: ManifestFile, { signal, count }: FetchFileOptions): Promise<void> {
  // Pages that were loaded without encryption have neither a cache nor hashes. The browser's HTTP cache is used instead.
  const cache = await webFileCache();
  if (cache === undefined) return;
  const kept = await cache.match(address);
  if (kept !== undefined && (await hashOf(await kept.arrayBuffer())) === file.sha256) return count(file.size);
  await cache.delete(address);
  const response = await fetchWebFile(address, signal);
  if (response === undefined) {
    throw new ModelFileError({ path: address, problem: 'missing', message: 'the server has no such file.' });
  }
  const bytes = await readBytes(response, file.size, count).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new DownloadError({ url: address, message: 'The connection broke before the file was complete.', cause });
  });
  if (bytes?.byteLength === file.size && (await hashOf(bytes)) === file.sha256) {
    return cache.put(address, new Response(bytes));
  }
  const size = bytes === undefined ? `more than ${file.size}` : `${bytes.byteLength}`;
  const fact = bytes?.byteLength === file.size ? 'SHA-256 is not the one' : `${size} bytes are not the ${file.size}`;
  const message = `its ${fact} that the manifest lists. Copy the model's folder again.`;
  const isShort = bytes !== undefined && bytes.byteLength < file.size;
  throw new ModelFileError({ path: address, problem: isShort ? 'truncated' : 'invalid', message });
}

/** Returns the whole content of a response; `undefined` when it has more than `size` bytes. */
async function readBytes(
  response: Response,
  size: number,
  count: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(size);
  const reader = response.body!.getReader();
  let end = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const { value } = part;
    if (end + value.byteLength > size) {
      await reader.cancel();
      return undefined;
    }
    bytes.set(value, end);
    end += value.byteLength;
    count(value.byteLength);
  }
  return bytes.subarray(0, end);
}

async function hashOf(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
