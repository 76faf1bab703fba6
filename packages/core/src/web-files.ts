import { DownloadError } from './errors/download-error.ts';
import { type WebCache, webPlatform } from './web-platform.ts';

/** Returns the browser's cache of whole model files by URL; `undefined` in pages that were loaded without encryption. */
export async function webFileCache(): Promise<WebCache | undefined> {
  return webPlatform.caches?.open('x-model-files');
}

/**
 * Returns a file of a model by its URL, in a browser: the cached file, which was checked, or else the server's response. `undefined` when the
 * server does not have the file.
 *
 * @throws {DownloadError} when the server cannot be reached or refuses the request.
 */
export async function readWebFile(address: string, signal?: AbortSignal): Promise<Response | undefined> {
  const kept = await (await webFileCache())?.match(address);
  return kept ?? fetchWebFile(address, signal);
}

/**
 * Returns the response of a server for a URL, in a browser; `undefined` when the server has no such file, even if it sends a web page instead.
 *
 * @throws {DownloadError} when the server cannot be reached or refuses the request.
 */
export async function fetchWebFile(address: string, signal?: AbortSignal): Promise<Response | undefined> {
  const response = await fetch(address, signal && { signal }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    const message =
      'The server could not be reached. Check the address, the connection, and whether the server allows requests from this page (CORS).';
    throw new DownloadError({ url: address, message, cause });
  });
  // Application servers often respond with their page when a file does not exist.
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  if (response.status === 404 || (response.ok && isPage)) return undefined;
  if (response.ok) return response;
  const message = `The server answered ${response.status} ${response.statusText}.`;
  throw new DownloadError({ url: address, status: response.status, message });
}
