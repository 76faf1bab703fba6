import { DownloadError } from './errors/download-error.ts';
import { type WebCache, webPlatform } from './web-platform.ts';

/** The browser's cache in which whole model files lie, by their addresses; `undefined` in pages that came without encryption. */
export async function webFileCache(): Promise<WebCache | undefined> {
  return webPlatform.caches?.open('x-model-files');
}

/**
 * A file of a model by its address, in a browser: the one that was checked and kept, else what the server sends. `undefined` where it has none.
 *
 * @throws {DownloadError} when the server cannot be reached, or refuses it.
 */
export async function readWebFile(address: string, signal?: AbortSignal): Promise<Response | undefined> {
  const kept = await (await webFileCache())?.match(address);
  return kept ?? fetchWebFile(address, signal);
}

/**
 * What a server sends for an address, in a browser; `undefined` where it has no file, even if it sends a web page instead.
 *
 * @throws {DownloadError} when the server cannot be reached, or refuses it.
 */
export async function fetchWebFile(address: string, signal?: AbortSignal): Promise<Response | undefined> {
  const response = await fetch(address, signal && { signal }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    const message =
      'The server could not be reached. Check the address, the connection, and whether the server lets this page read (CORS).';
    throw new DownloadError({ url: address, message, cause });
  });
  // Servers of applications answer with their page where they have no file.
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  if (response.status === 404 || (response.ok && isPage)) return undefined;
  if (response.ok) return response;
  const message = `The server answered ${response.status} ${response.statusText}.`;
  throw new DownloadError({ url: address, status: response.status, message });
}
