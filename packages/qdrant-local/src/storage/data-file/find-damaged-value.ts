import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { isTurnSpent, waitForScanTurn } from '../../turns/turns.ts';
import { DamagedPage } from './damaged-page.ts';
import { type MetaPage, readMetaPages } from './meta-pages.ts';
import { overflowOf, pageHeaderBytes, pageKind, type PageNode, readNodes, readPageHeader } from './tree-page.ts';
import { readTreeRecord } from './tree-record.ts';

/**
 * Returns the first key of a tree whose value LMDB cannot free, or `undefined` when there is none. LMDB reads from the header of
 * a value's first overflow page which pages to free; that header must match the reference in the tree. Missing keys are ignored.
 *
 * Call it while an LMDB read transaction is open, so that none of the pages is reused during the call.
 *
 * @throws {DamagedPage} when the tree itself is damaged.
 */
export async function findDamagedValue(
  path: string,
  treeKey: string,
  keys: readonly Buffer[],
): Promise<Buffer | undefined> {
  const handle = await open(path, 'r');
  try {
    const [newest] = (await readMetaPages(handle))!;
    const search = new ValueSearch(handle, newest);
    const sorted = keys.toSorted((one, other) => one.compare(other));
    for await (const tree of search.entries(newest.main.root, [Buffer.from(treeKey)])) {
      const { root } = readTreeRecord(tree.page, tree.node.valueStart);
      for await (const { node, page } of search.entries(root, sorted)) {
        if (isTurnSpent()) await waitForScanTurn();
        if (node.isOverflow && !search.isWhole(page, node)) return node.key;
      }
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

/** A requested entry, and the leaf that contains it. */
interface FoundEntry {
  readonly node: PageNode;
  readonly page: Buffer;
}

class ValueSearch {
  readonly #handle: FileHandle;
  readonly #newest: MetaPage;

  constructor(handle: FileHandle, newest: MetaPage) {
    this.#handle = handle;
    this.#newest = newest;
  }

  /** Yields the entries of a tree under ascending keys, without the keys that do not exist. */
  async *entries(root: number | undefined, keys: readonly Buffer[]): AsyncGenerator<FoundEntry> {
    if (root === undefined) return;
    if (isTurnSpent()) await waitForScanTurn();
    const page = this.#read(root, this.#newest.pageSize);
    const { kind } = readPageHeader(page);
    if (kind !== pageKind.branch && kind !== pageKind.leaf) throw new DamagedPage(root, 'is not the expected page');
    const nodes = readNodes(page, root, kind);
    if (kind === pageKind.leaf) {
      const wanted = new Set(keys.map((key) => key.toString('latin1')));
      for (const node of nodes) if (wanted.has(node.key.toString('latin1'))) yield { node, page };
      return;
    }
    let rest = keys;
    for (const [index, { child }] of nodes.entries()) {
      const next = nodes[index + 1]?.key;
      const firstOfNext = next === undefined ? -1 : rest.findIndex((key) => key.compare(next) >= 0);
      const count = firstOfNext === -1 ? rest.length : firstOfNext;
      if (count > 0) yield* this.entries(child, rest.slice(0, count));
      rest = rest.slice(count);
    }
  }

  /** Returns whether the first overflow page of a value matches the reference to it. */
  isWhole(leaf: Buffer, node: PageNode): boolean {
    const { page, pages } = overflowOf(leaf, node);
    const { number, kind, overflowPages, transaction } = readPageHeader(this.#read(page, pageHeaderBytes));
    return (
      number === page &&
      kind === pageKind.overflow &&
      overflowPages === pages &&
      transaction <= this.#newest.transaction
    );
  }

  #read(page: number, length: number): Buffer {
    const { lastPage, pageSize } = this.#newest;
    const bytes = Buffer.allocUnsafe(length);
    const isThere = page <= lastPage && readSync(this.#handle.fd, bytes, 0, length, page * pageSize) === length;
    if (!isThere) throw new DamagedPage(page, 'is beyond the end of the file');
    return bytes;
  }
}
