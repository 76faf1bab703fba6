import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { isTurnSpent, nextTurn } from '../../event-loop-turns.ts';
import { DamagedPage } from './damaged-page.ts';
import { type MetaPage, readMetaPages } from './meta-pages.ts';
import { overflowOf, pageHeaderBytes, pageKind, type PageNode, readNodes, readPageHeader } from './tree-page.ts';
import { readTreeRecord } from './tree-record.ts';

/**
 * The first key of a tree whose value LMDB cannot free, for it has pages of its own that are not what leads to them:
 * LMDB takes which pages to free from what the first one begins with. `undefined` when there is none; keys that are not there
 * are passed over.
 *
 * To be called while a transaction of LMDB reads, so that none of the pages is used again meanwhile.
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
        if (isTurnSpent()) await nextTurn();
        if (node.isOverflow && !search.isWhole(page, node)) return node.key;
      }
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

/** An entry that was looked for, and the leaf that it is in. */
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

  /** The entries of a tree under ascending keys; keys that are not there are left out. */
  async *entries(root: number | undefined, keys: readonly Buffer[]): AsyncGenerator<FoundEntry> {
    if (root === undefined) return;
    if (isTurnSpent()) await nextTurn();
    const page = this.#read(root, this.#newest.pageSize);
    const { kind } = readPageHeader(page);
    if (kind !== pageKind.branch && kind !== pageKind.leaf) throw new DamagedPage(root, 'is not the page it should be');
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

  /** Whether the pages of a value begin as what leads to them says. */
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
