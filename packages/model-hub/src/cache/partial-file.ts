import { randomUUID } from 'node:crypto';
import { constants, type FileHandle, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openFile } from '@x/core/files';
import { type ContentHash, createContentHash } from '../content-hash.ts';

/** The first part of a file that is being downloaded, with the hash of its bytes so far. */
export interface PartialFile extends AsyncDisposable {
  readonly path: string;
  /** Number of bytes so far. */
  readonly position: number;
  write(block: Uint8Array): Promise<void>;
  /** Discards all bytes. */
  restart(): Promise<void>;
  /** Ends the hash and returns it. */
  digest(): string;
  /** Flushes the file to disk and renames it to `target`, replacing an existing file. */
  finish(target: string): Promise<void>;
  /** Removes the file. */
  discard(): Promise<void>;
}

const blockSize = 256 * 1024;

/**
 * Opens the partial file of `target`, including the part that an earlier run left.
 *
 * An existing partial file gets a new, unique name, so that no other process that has it open can rename it. This does not depend on a lock. Names
 * end in `.UUID.incomplete`. Python's own `HASH.incomplete` files are not used: only Python's lock makes it safe to continue them.
 */
export async function openPartialFile(
  target: string,
  { oid, size }: { readonly oid: string; readonly size: number },
): Promise<PartialFile> {
  const path = `${target}.${randomUUID()}.incomplete`;
  await claimLargest(target, path);
  // Not in append mode: Windows does not truncate such a file.
  const handle = await openFile(path, constants.O_RDWR | constants.O_CREAT);
  try {
    return await continueFile(handle, path, { oid, size });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function continueFile(
  handle: FileHandle,
  path: string,
  file: { readonly oid: string; readonly size: number },
): Promise<PartialFile> {
  let hash = createContentHash(file);
  let { size: position } = await handle.stat();
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  const restart = async (): Promise<void> => {
    await handle.truncate(0);
    hash = createContentHash(file);
    position = 0;
  };
  if (position > file.size) await restart();
  else await hashFrom(handle, hash);
  return {
    path,
    get position() {
      return position;
    },
    async write(block) {
      for (let written = 0; written < block.byteLength;) {
        const { bytesWritten } = await handle.write(block, written, block.byteLength - written, position + written);
        written += bytesWritten;
      }
      hash.update(block);
      position += block.byteLength;
    },
    restart,
    digest: () => hash.digest(),
    async finish(target) {
      await handle.sync();
      await close();
      await rename(path, target);
    },
    async discard() {
      await close();
      await rm(path, { force: true });
    },
    async [Symbol.asyncDispose]() {
      await close();
      // An empty partial file has no use.
      if (position === 0) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

async function hashFrom(handle: FileHandle, hash: ContentHash): Promise<void> {
  const block = Buffer.allocUnsafe(blockSize);
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(block, 0, blockSize, position);
    if (bytesRead === 0) return;
    hash.update(block.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** Renames the largest leftover of `target` to `path` and removes the others. */
async function claimLargest(target: string, path: string): Promise<void> {
  const folder = dirname(target);
  const left: { readonly path: string; readonly size: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(target)}.`) || !/\.[0-9a-f-]{36}\.incomplete$/.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile()) left.push({ path: join(folder, name), size: found.size });
  }
  const [largest, ...others] = left.toSorted((a, b) => b.size - a.size);
  // On Windows, neither call works while another process has the file open. The download then starts from the beginning.
  if (largest !== undefined) await rename(largest.path, path).catch(() => undefined);
  for (const other of others) await rm(other.path, { force: true }).catch(() => undefined);
}
