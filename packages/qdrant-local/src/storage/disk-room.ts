import { type FileHandle, open, rm, stat, writeFile } from 'node:fs/promises';

import { readMetaPages } from './data-file/meta-pages.ts';

const zeros = Buffer.alloc(65_536);

// A write creates a new copy of each leaf that it changes and of the branches above. Three levels are enough for 10^9 points, and
// one branch has room for the keys of at least this many leaves.
const branchLevels = 3;
const leavesPerBranch = 64;
// Pages for the roots of the trees and the list of free pages.
const sparePages = 16;

// LMDB's lock file is longer on every platform. A shorter file was never initialized.
const lockFileBytes = 8000;

/** Returns true when the file system refused to store more: no room, a quota, or a file size limit. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Returns advice on an error of the file system, to append to a message, and nothing for other errors. */
export function adviceOn(error: unknown): string {
  const isOfFileSystem = typeof (error as NodeJS.ErrnoException | undefined)?.code === 'string';
  return isOfFileSystem ? ` ${diskAdvice}` : '';
}

/** What to do when a file cannot be written. */
export const diskAdvice = 'Check that the disk has room and the folder is writable.';

/** The size of one write: the number of changed records, and the bytes of those that are put. */
export interface WriteSize {
  readonly changes: number;
  readonly bytes: number;
}

/**
 * Extends a data file before each LMDB write until the write has enough room.
 *
 * When the disk is full and a page cannot be written, the binding (lmdb 3.5.6, mdb_page_flush in mdb.c) overflows a text buffer
 * of 100 bytes and corrupts the memory of the process. A file system reports a full disk when a file grows, not when existing
 * bytes are overwritten. Appending zeros here first turns the crash into an error.
 */
export class DiskRoom {
  readonly #file: FileHandle;
  #size: number;
  #growing: Promise<void> = Promise.resolve();
  #pendingPages = 0;

  private constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  /** Checks with a temporary file that there is room for a new data file, which LMDB does not check itself. @throws {Error} the file system's error. */
  static async probe(probe: string): Promise<void> {
    try {
      await writeFile(probe, zeros, { flush: true });
    } finally {
      await rm(probe, { force: true });
    }
  }

  /**
   * Creates LMDB's lock file with enough room. LMDB maps it into memory and writes to it without checking for errors. A file
   * left by an earlier process is enough, so a database also opens on a full disk.
   *
   * @throws {Error} the file system's error.
   */
  static async makeLockFile(lockPath: string): Promise<void> {
    const size = await stat(lockPath).then(
      (file) => file.size,
      () => 0,
    );
    if (size < lockFileBytes) await writeFile(lockPath, zeros.subarray(0, 2 * lockFileBytes), { flush: true });
  }

  /** Opens a data file that LMDB created. */
  static async open(path: string): Promise<DiskRoom> {
    // Appending cannot overwrite a page, whatever LMDB does at the same time.
    const file = await open(path, 'a+');
    return new DiskRoom(file, (await file.stat()).size);
  }

  /**
   * Runs `write` after making room for it.
   *
   * @throws {Error} the file system's error, before `write` runs, when there is no room.
   */
  async reserve<T>(size: WriteSize, write: () => Promise<T>): Promise<T> {
    const [{ pageSize, lastPage }] = (await readMetaPages(this.#file))!;
    const pages = pagesAtMost(size, pageSize, lastPage + 1);
    this.#pendingPages += pages;
    try {
      await this.#growTo((lastPage + 1 + this.#pendingPages) * pageSize);
      return await write();
    } finally {
      this.#pendingPages -= pages;
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #growTo(size: number): Promise<void> {
    const grown = this.#growing.then(() => this.#append(size));
    this.#growing = grown.catch(() => undefined);
    return grown;
  }

  async #append(size: number): Promise<void> {
    while (this.#size < size) {
      const { bytesWritten } = await this.#file.write(zeros, 0, Math.min(zeros.length, size - this.#size));
      this.#size += bytesWritten;
    }
  }
}

/** Returns an upper bound of the pages that a write takes from the end of a file. */
function pagesAtMost({ changes, bytes }: WriteSize, pageSize: number, filePages: number): number {
  const leaves = Math.min(changes, filePages);
  const branches = Math.min(changes * branchLevels, Math.ceil(filePages / leavesPerBranch) + branchLevels);
  // Records fill at least half of each page.
  return leaves + branches + 2 * Math.ceil(bytes / pageSize) + sparePages;
}
