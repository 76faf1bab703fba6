import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { DownloadError, ModelFileError, type ModelFileProblem, XError } from '@x/core';
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
  const delivery: Delivery = { url, target, file };
  try {
    const { body } = await fetch(url);
    const found = await receive(body, delivery, temporary, onBytes);
    if (found !== file.oid) {
      throw mismatch(
        delivery,
        'wrong-hash',
        `what ${url} delivered is damaged: its hash must be ${file.oid}, but is ${found}`,
      );
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    // The reader of an aborted body may fail before or after the signal's own error: only the reason counts.
    signal.throwIfAborted();
    throw error;
  }
}

/** What is received, from where, and for which place: the facts of every error. */
interface Delivery {
  readonly url: string;
  readonly target: string;
  readonly file: RepositoryFile;
}

/** Writes the body to `path`, flushed to the disk, and returns its hash. */
async function receive(
  body: Response['body'],
  delivery: Delivery,
  path: string,
  onBytes: (count: number) => void,
): Promise<string> {
  const hash = createContentHash(delivery.file);
  await using handle = await open(path, 'wx');
  for await (const block of exactBlocks(body, delivery)) {
    hash.update(block);
    await handle.writeFile(block);
    onBytes(block.byteLength);
  }
  await handle.sync();
  return hash.digest();
}

/** The blocks of the body, as many bytes as the hub had listed; fewer or more are an error. */
async function* exactBlocks(body: Response['body'], delivery: Delivery): AsyncGenerator<Uint8Array> {
  const { size } = delivery.file;
  let received = 0;
  try {
    for await (const block of body ?? []) {
      received += block.byteLength;
      if (received > size)
        throw mismatch(
          delivery,
          'wrong-size',
          `${delivery.url} delivers more than the ${size} bytes that the hub lists`,
        );
      yield block;
    }
  } catch (cause) {
    throw XError.isInstance(cause) ? cause : brokenConnection(delivery, received, cause);
  }
  if (received < size) throw brokenConnection(delivery, received);
}

function mismatch({ target }: Delivery, problem: ModelFileProblem, fact: string): ModelFileError {
  return new ModelFileError({ path: target, problem, message: `${fact}. Nothing was kept. Try again.` });
}

function brokenConnection({ url, file }: Delivery, received: number, cause?: unknown): DownloadError {
  const message = `The connection broke after ${received} of ${file.size} bytes. Nothing was kept. Try again.`;
  return new DownloadError({ url, message, cause });
}
