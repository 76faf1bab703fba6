import { ModelFileError } from './errors/model-file-error.ts';
import { type WebCache, webPlatform } from './web-platform.ts';

/** The browser's cache in which whole model files lie, by their addresses; `undefined` in pages that came without encryption. */
export async function webFileCache(): Promise<WebCache | undefined> {
  return webPlatform.caches?.open('x-model-files');
}

/**
 * A file of a model by its address, in a browser: the one that was checked and kept, else what the server sends. `undefined` where it has none.
 *
 * @throws {ModelFileError} when the server refuses it.
 */
export async function readWebFile(address: string): Promise<Response | undefined> {
  const kept = await (await webFileCache())?.match(address);
  const response = kept ?? (await fetch(address));
  if (response.ok) return response;
  if (response.status === 404) return undefined;
  const message = `the server answered ${response.status} ${response.statusText}.`;
  throw new ModelFileError({ path: address, problem: 'invalid', message });
}
