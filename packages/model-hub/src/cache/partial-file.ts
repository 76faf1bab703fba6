import { randomUUID } from 'node:crypto';
import { constants, copyFile, type FileHandle, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openFile } from '@x/core/files';
import { type ContentHash, createContentHash, hashContent } from '../content-hash.ts';
import { fileSize, isMissing } from '../file-status.ts';
import { replaceFile } from './cache-write.ts';

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
  /**
   * Flushes the file to disk and renames it to `target`, replacing an existing file. Also succeeds when another process has removed the file, or has
   * completed `target` first.
   */
  finish(target: string): Promise<void>;
  /** Removes the file. */
  discard(): Promise<void>;
}

const blockSize = 256 * 1024;

/** The facts of the hub's listing about a file. */
interface Listed {
  readonly oid: string;
  readonly size: number;
}

/**
 * Opens the partial file of `target`, including the part that an earlier run left.
 *
 * An existing partial file is copied to a new, unique name, so that another process that still writes it cannot change the copy. This does not depend
 * on a lock. Names end in `.UUID.incomplete`. Python's own `HASH.incomplete` files are not used: only Python's lock makes it safe to continue them.
 */
export async function openPartialFile(target: string, { oid, size }: Listed): Promise<PartialFile> {
  const path = `${target}.${randomUUID()}.incomplete`;
  await copyLargest(target, path);
  // Not in append mode: Windows does not truncate such a file.
  const handle = await openFile(path, constants.O_RDWR | constants.O_CREAT);
  try {
    return await continueFile(handle, path, { oid, size });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function continueFile(handle: FileHandle, path: string, file: Listed): Promise<PartialFile> {
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
      // Windows may refuse to rename an open file.
      if (process.platform === 'win32') await close();
      try {
        await rename(path, target);
      } catch (error) {
        // Another process that took the lock over has removed the name, but the content can still be read.
        if (!(await isIntact(target, file))) await publishUnnamed(handle, target, error);
        await rm(path, { force: true });
      }
      await close();
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

/** Returns true when `path` has the listed content. */
async function isIntact(path: string, file: Listed): Promise<boolean> {
  if ((await fileSize(path)) !== file.size) return false;
  return (await hashContent(path, file, {}).catch(() => undefined)) === file.oid;
}

/** Writes the content of an open file whose name was removed to `target`. Throws `reason` when the file has another problem. */
async function publishUnnamed(handle: FileHandle, target: string, reason: unknown): Promise<void> {
  if (!isMissing(reason) || handle.fd === -1) throw reason;
  const content = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: blockSize });
  await replaceFile(target, async (temporary) => {
    await writeFile(temporary, content);
    await using copy = await openFile(temporary, 'r+');
    await copy.sync();
  });
}

/**
 * Copies the largest leftover of `target` to `path`, and removes all leftovers. A copy, because the process that wrote a leftover may only be suspended:
 * after a rename, both would write one file.
 */
async function copyLargest(target: string, path: string): Promise<void> {
  const folder = dirname(target);
  const left: { readonly path: string; readonly size: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(target)}.`) || !/\.[0-9a-f-]{36}\.incomplete$/.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile()) left.push({ path: join(folder, name), size: found.size });
  }
  const [largest] = left.toSorted((a, b) => b.size - a.size);
  // Without a copy, for example on a full disk, the download starts from the beginning.
  if (largest !== undefined) await copyFile(largest.path, path, constants.COPYFILE_FICLONE).catch(() => undefined);
  // On Windows, a file that another process has open may stay.
  for (const leftover of left) await rm(leftover.path, { force: true }).catch(() => undefined);
}
