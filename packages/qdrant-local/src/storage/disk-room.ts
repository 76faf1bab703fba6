import { type FileHandle, open, rm, stat, writeFile } from 'node:fs/promises';

import { readMetaPages } from './data-file/meta-pages.ts';

const zeros = Buffer.alloc(65_536);

// A write makes each leaf anew that it changes, and the branches above: three levels would do for 10^9 points, and one
// branch has room for the keys of at least this many leaves.
const branchLevels = 3;
const leavesPerBranch = 64;
// For the roots of the trees and the list of free pages.
const sparePages = 16;

// LMDB's lock file is longer everywhere; a shorter one was never laid out.
const lockFileBytes = 8000;

/** Whether a file system refused to take more: no room, no quota, or a file that may not get longer. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The size of one write: how many records change, and the bytes of those that are put. */
export interface WriteSize {
  readonly changes: number;
  readonly bytes: number;
}

/**
 * Makes a data file long enough for each write before LMDB writes it.
 *
 * When a page cannot be written, for the disk is full, the binding (lmdb 3.5.6, mdb_page_flush in mdb.c) prints more into
 * a text of 100 bytes than it holds and breaks the memory of the process. A file system reports a full disk when a file
 * grows, not when what it has is written again: growing it from here, by zeros at its end, turns the crash into an error.
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

  /** Makes sure, by a file that is there for a moment, that LMDB can make a data file: it does not look whether it could. @throws {Error} the file system's own. */
  static async probe(probe: string): Promise<void> {
    try {
      await writeFile(probe, zeros, { flush: true });
    } finally {
      await rm(probe, { force: true });
    }
  }

  /**
   * Gives LMDB room for its lock file, which it maps into memory and writes without a look whether it could. What an
   * earlier one left is enough, so that a database opens on a full disk.
   *
   * @throws {Error} the file system's own.
   */
  static async makeLockFile(lockPath: string): Promise<void> {
    const size = await stat(lockPath).then(
      (file) => file.size,
      () => 0,
    );
    if (size < lockFileBytes) await writeFile(lockPath, zeros.subarray(0, 2 * lockFileBytes), { flush: true });
  }

  /** Opens a data file that LMDB has made. */
  static async open(path: string): Promise<DiskRoom> {
    // Appending cannot overwrite a page, whatever LMDB does at the same time.
    const file = await open(path, 'a+');
    return new DiskRoom(file, (await file.stat()).size);
  }

  /**
   * Runs `write` when there is room for it.
   *
   * @throws {Error} the file system's own, before `write`, when there is none.
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

/** Upper bound of the pages that a write takes from the end of a file. */
function pagesAtMost({ changes, bytes }: WriteSize, pageSize: number, filePages: number): number {
  const leaves = Math.min(changes, filePages);
  const branches = Math.min(changes * branchLevels, Math.ceil(filePages / leavesPerBranch) + branchLevels);
  // Records fill pages by half or more.
  return leaves + branches + 2 * Math.ceil(bytes / pageSize) + sparePages;
}
