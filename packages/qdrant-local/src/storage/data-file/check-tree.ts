import { DamagedPage } from './damaged-page.ts';
import type { PageFile, PageQueue, PageReference } from './page-file.ts';
import { overflowOf, pageHeaderBytes, pageKind, type PageNode, readNodes, readPageHeader } from './tree-page.ts';
import type { TreeRecord } from './tree-record.ts';

/** Options of {@link checkTree}. */
export interface TreeCheck {
  /** Returns a negative number when the first key comes before the second. @default byte order */
  readonly compareKeys?: (first: Buffer, second: Buffer) => number;
  /** Receives each value of the tree, in no order. Without it, values on overflow pages are not read. */
  readonly onValue?: (value: Buffer, node: PageNode, page: number) => void;
  /** Whether to check only the location of values on overflow pages, and not read them. @default false */
  readonly leavesLongValues?: boolean;
}

/** A page of a tree, with what its parent says about it. */
interface TreePage extends PageReference {
  /** No key may come before it. */
  readonly low?: Buffer | undefined;
  /** All keys must come before it. */
  readonly high?: Buffer | undefined;
  /** The parent's transaction. A page is written after its children or together with them. */
  readonly transaction: number;
}

/** A value on overflow pages. */
interface OverflowValue extends PageReference {
  readonly node: PageNode;
  readonly pages: number;
}

// The limit in LMDB itself (CURSOR_STACK).
const maxDepth = 32;

/**
 * Walks all pages of a tree, marks them as used, and makes sure that LMDB can use them too: each page is what its parent says,
 * keys are in order, entries are within their pages, and the tree has the recorded number of pages and entries.
 *
 * @returns the transaction that wrote the root, 0 for an empty tree.
 * @throws {DamagedPage} when a check fails.
 */
export async function checkTree(file: PageFile, tree: TreeRecord, check: TreeCheck = {}): Promise<number> {
  const walk = new TreeWalk(file, tree, check);
  await walk.run();
  return walk.rootTransaction;
}

class TreeWalk {
  rootTransaction = 0;
  readonly #file: PageFile;
  readonly #tree: TreeRecord;
  readonly #check: TreeCheck;
  #children: PageQueue<TreePage> = [];
  readonly #overflow: PageQueue<OverflowValue> = [];
  #found = { branchPages: 0, leafPages: 0, overflowPages: 0, entries: 0 };

  constructor(file: PageFile, tree: TreeRecord, check: TreeCheck) {
    this.#file = file;
    this.#tree = tree;
    this.#check = check;
  }

  async run(): Promise<void> {
    const { root, depth } = this.#tree;
    if ((root === undefined) !== (depth === 0) || depth > maxDepth) throw this.#wrong('has an impossible depth');
    if (root !== undefined) this.#enqueue({ page: root, transaction: this.#file.transaction });
    for (let level = 1; level <= depth; level++) {
      const pages = this.#children;
      this.#children = [];
      const kind = level === depth ? pageKind.leaf : pageKind.branch;
      await this.#file.readAll(pages, (bytes, page) => this.#visit(bytes, page, kind));
    }
    await this.#checkOverflow();
    const { branchPages, leafPages, overflowPages, entries } = this.#tree;
    const found = this.#found;
    if (found.branchPages !== branchPages || found.leafPages !== leafPages) throw this.#wrong('is missing pages');
    if (found.overflowPages !== overflowPages || found.entries !== entries) throw this.#wrong('is missing entries');
  }

  #visit(bytes: Buffer, reference: TreePage, kind: number): void {
    const { page } = reference;
    const header = readPageHeader(bytes);
    if (header.number !== page || header.kind !== kind) throw new DamagedPage(page, 'is not the expected page');
    if (header.transaction > reference.transaction) throw new DamagedPage(page, 'is newer than its parent page');
    if (page === this.#tree.root) this.rootTransaction = header.transaction;
    const nodes = readNodes(bytes, page, kind);
    this.#checkOrder(nodes, reference, kind);
    if (kind === pageKind.branch)
      this.#visitBranch(Buffer.from(bytes), nodes, { ...reference, transaction: header.transaction });
    else this.#visitLeaf(bytes, nodes, page);
  }

  /** Checks the order of keys. The first key of a branch is never read: keys before the second one belong to its first child. */
  #checkOrder(nodes: readonly PageNode[], { page, low, high }: TreePage, kind: number): void {
    const { compareKeys = compareBytes } = this.#check;
    let before = low;
    for (const [index, { key }] of nodes.entries()) {
      if (kind === pageKind.branch && index === 0) continue;
      // The first key of a leaf may equal the key that leads to the leaf.
      const isLow = index === 0;
      const order = before === undefined ? -1 : compareKeys(before, key);
      if (order > 0 || (order === 0 && !isLow)) throw new DamagedPage(page, 'has keys in the wrong order');
      before = key;
    }
    if (
      high !== undefined &&
      compareKeys(nodes.at(-1)!.key, high) >= 0 &&
      (kind === pageKind.leaf || nodes.length > 1)
    ) {
      throw new DamagedPage(page, 'has keys that belong to the next page');
    }
  }

  #visitBranch(copy: Buffer, nodes: readonly PageNode[], { page, low, high, transaction }: TreePage): void {
    if (nodes.length < 2) throw new DamagedPage(page, 'has a single entry');
    this.#found.branchPages++;
    const keys = nodes.map(({ key, valueStart }, index) =>
      index === 0 ? low : copy.subarray(valueStart - key.length, valueStart),
    );
    for (const [index, { child }] of nodes.entries()) {
      this.#enqueue({ page: child, low: keys[index], high: keys[index + 1] ?? high, transaction });
    }
  }

  #visitLeaf(bytes: Buffer, nodes: readonly PageNode[], page: number): void {
    this.#found.leafPages++;
    this.#found.entries += nodes.length;
    for (const node of nodes) {
      if (node.isOverflow) this.#enqueueOverflow(bytes, node, page);
      else {
        this.#check.onValue?.(bytes.subarray(node.valueStart, node.valueStart + node.valueBytes), node, page);
      }
    }
  }

  #enqueue(reference: TreePage): void {
    this.#file.claim(reference.page);
    this.#file.enqueue(this.#children, reference);
  }

  #enqueueOverflow(bytes: Buffer, node: PageNode, leaf: number): void {
    const { page, pages } = overflowOf(bytes, node);
    const isLongEnough = pageHeaderBytes + node.valueBytes <= pages * this.#file.pageSize;
    if (!isLongEnough || pages === 0) throw new DamagedPage(leaf, 'refers to a value that is too long');
    this.#file.claim(page, pages);
    this.#found.overflowPages += pages;
    if (this.#check.leavesLongValues === true) return;
    const key = Buffer.from(node.key);
    this.#file.enqueue(this.#overflow, { page, pages, node: { ...node, key } });
  }

  async #checkOverflow(): Promise<void> {
    const { onValue } = this.#check;
    await this.#file.readAll(this.#overflow, (bytes, { page, pages }) => {
      const { number, kind, overflowPages, transaction } = readPageHeader(bytes);
      const isRight = number === page && kind === pageKind.overflow && overflowPages === pages;
      if (!isRight || transaction > this.#file.transaction) throw new DamagedPage(page, 'is not the expected value');
    });
    if (onValue === undefined) return;
    for (const { page, pages, node } of this.#overflow.flat()) {
      const bytes = await this.#file.readRun(page, pages);
      onValue(bytes.subarray(pageHeaderBytes, pageHeaderBytes + node.valueBytes), node, page);
    }
  }

  #wrong(what: string): DamagedPage {
    return new DamagedPage(this.#tree.root ?? 0, `is the root of a tree that ${what}`);
  }
}

function compareBytes(first: Buffer, second: Buffer): number {
  return first.compare(second);
}
