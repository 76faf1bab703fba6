import type { FileHandle } from 'node:fs/promises';

import { isTurnSpent, waitForScanTurn } from '../../turns/turns.ts';
import { DamagedPage } from './damaged-page.ts';

// The bytes of one read: few enough not to delay other work, many enough to need few reads.
const chunkBytes = 262_144;

/** A reference to a page, or to the first of several. */
export interface PageReference {
  readonly page: number;
}

/** Pages to be read, in file order. */
export type PageQueue<Reference extends PageReference> = Reference[][];

/** The pages of a data file. Each page may be used for one purpose only. */
export class PageFile {
  readonly pageSize: number;
  /** The newest transaction; no page can be from a later one. */
  readonly transaction: number;
  readonly #file: FileHandle;
  readonly #taken: Uint8Array;

  constructor(
    file: FileHandle,
    { pageSize, lastPage, transaction }: { pageSize: number; lastPage: number; transaction: number },
  ) {
    this.#file = file;
    this.pageSize = pageSize;
    this.transaction = transaction;
    this.#taken = new Uint8Array(lastPage + 1);
    // The meta pages are always in use.
    this.#taken.fill(1, 0, 2);
  }

  /**
   * Marks `count` pages from `page` on as taken, which means used or free.
   *
   * @throws {DamagedPage} when one of them is beyond the last page, or already marked.
   */
  claim(page: number, count = 1): void {
    if (!(page + count <= this.#taken.length)) throw new DamagedPage(page, 'was never written');
    const other = this.#taken.subarray(page, page + count).indexOf(1);
    if (other !== -1) throw new DamagedPage(page + other, 'is used twice');
    this.#taken.fill(1, page, page + count);
  }

  /** Adds a page to a queue. */
  enqueue<Reference extends PageReference>(queue: PageQueue<Reference>, reference: Reference): void {
    const chunk = Math.floor(reference.page / this.#chunkPages());
    (queue[chunk] ??= []).push(reference);
  }

  /** Reads pages in file order. The bytes passed to `visit` change after it returns. */
  async readAll<Reference extends PageReference>(
    queue: PageQueue<Reference>,
    visit: (bytes: Buffer, reference: Reference) => void,
  ): Promise<void> {
    const buffer = Buffer.allocUnsafeSlow(this.#chunkPages() * this.pageSize);
    for (const references of queue) {
      if (references === undefined) continue;
      const first = references.reduce((least, { page }) => Math.min(least, page), Infinity);
      const last = references.reduce((greatest, { page }) => Math.max(greatest, page), 0);
      await this.#read(buffer, first, last + 1 - first);
      for (const reference of references) {
        if (isTurnSpent()) await waitForScanTurn();
        const start = (reference.page - first) * this.pageSize;
        visit(buffer.subarray(start, start + this.pageSize), reference);
      }
    }
  }

  /** Reads consecutive pages. */
  async readRun(page: number, count: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(count * this.pageSize);
    await this.#read(bytes, page, count);
    return bytes;
  }

  async #read(buffer: Buffer, page: number, count: number): Promise<void> {
    const length = count * this.pageSize;
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.#file.read(buffer, done, length - done, page * this.pageSize + done);
      if (bytesRead === 0) throw new DamagedPage(page, 'is beyond the end of the file');
      done += bytesRead;
    }
  }

  #chunkPages(): number {
    return chunkBytes / this.pageSize;
  }
}
