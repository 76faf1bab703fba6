import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { DownloadError, ModelFileError, XError } from '@x/core';
import { createContentHash } from './content-hash.ts';
import type { RepositoryFile } from './repository-listing.ts';

/** Options of {@link downloadFile}. */
export interface DownloadFileOptions {
  /** Where the checked file is to lie; its folder exists. */
  readonly target: string;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Called for each block, with its length in bytes. */
  readonly onBytes: (count: number) => void;
}

/**
 * Streams `url` to a temporary file beside `target`, checks size and hash, and only then gives it its name.
 *
 * Whatever goes wrong, `target` is either complete or untouched and the temporary file is gone; only a killed process leaves
 * one. The temporary name is unique, so that two processes never write one file. Resuming with Range will start here.
 *
 * @throws {DownloadError} when the connection breaks.
 * @throws {ModelFileError} when what arrived is not what the hub had listed.
 */
export async function downloadFile(
  url: string,
  file: RepositoryFile,
  { target, fetch, signal, onBytes }: DownloadFileOptions,
): Promise<void> {
  const temporary = `${target}.${randomUUID()}.incomplete`;
  try {
    const response = await fetch(url);
    const found = await receive(response, url, file, temporary, onBytes);
    if (found !== file.oid) {
      const message = `what ${url} delivered is damaged: its hash must be ${file.oid}, but is ${found}. Nothing was kept. Try again.`;
      throw new ModelFileError({ path: target, problem: 'wrong-hash', message });
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    // The reader of an aborted body may fail before or after the signal's own error: only the reason counts.
    signal.throwIfAborted();
    throw error;
  }
}

/** Writes the body to `path`, flushed to the disk, and returns its hash. */
async function receive(
  { body }: Response,
  url: string,
  file: RepositoryFile,
  path: string,
  onBytes: (count: number) => void,
): Promise<string> {
  const hash = createContentHash(file);
  let received = 0;
  await using handle = await open(path, 'wx');
  for await (const block of blocksOf(body, url, file, () => received)) {
    received += block.byteLength;
    if (received > file.size) {
      const message = `${url} delivers more than the ${file.size} bytes that the hub lists. Nothing was kept.`;
      throw new ModelFileError({ path, problem: 'wrong-size', message });
    }
    hash.update(block);
    await handle.writeFile(block);
    onBytes(block.byteLength);
  }
  if (received < file.size) throw brokenConnection(url, received, file.size);
  await handle.sync();
  return hash.digest();
}

/** The blocks of the body; a break of the connection becomes a typed error. */
async function* blocksOf(
  body: Response['body'],
  url: string,
  { size }: RepositoryFile,
  received: () => number,
): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  try {
    yield* body;
  } catch (cause) {
    if (XError.isInstance(cause)) throw cause;
    throw brokenConnection(url, received(), size, cause);
  }
}

function brokenConnection(url: string, received: number, size: number, cause?: unknown): DownloadError {
  const message = `The connection broke after ${received} of ${size} bytes. Nothing was kept. Try again.`;
  return new DownloadError({ url, message, cause });
}
