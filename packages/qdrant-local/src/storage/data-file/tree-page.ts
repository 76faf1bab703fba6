import { DamagedPage } from './damaged-page.ts';

/** The bits that mark the kind of a page. */
export const pageKind = { branch: 1, leaf: 2, overflow: 4 };

/** The length of the header of every page (struct MDB_page_header of mdb.c). */
export const pageHeaderBytes = 24;

const nodeHeaderBytes = 8;
/** The length of a reference to a value on overflow pages (struct MDB_ovpage). */
const overflowReferenceBytes = 24;
/** The bits that mark the kind of a node's value. */
const nodeKind = { overflow: 1, tree: 2 };

/** The header of a page. */
export interface PageHeader {
  readonly number: number;
  /** The transaction that wrote the page. */
  readonly transaction: number;
  readonly kind: number;
  /** In the first page of an overflow value: the number of its pages. */
  readonly overflowPages: number;
}

/** A key in a page, and what it refers to. */
export interface PageNode {
  readonly key: Buffer;
  /** In a branch: the page with the keys from this one up to the next. */
  readonly child: number;
  readonly isOverflow: boolean;
  readonly isTree: boolean;
  /** The length of the value in bytes, wherever it is stored. */
  readonly valueBytes: number;
  /** The offset in the page of the value, or of the reference to it. */
  readonly valueStart: number;
}

/** Reads the header of a page. */
export function readPageHeader(bytes: Buffer): PageHeader {
  return {
    number: Number(bytes.readBigUInt64LE(0)),
    transaction: Number(bytes.readBigUInt64LE(8)),
    kind: bytes.readUInt16LE(18),
    overflowPages: bytes.readUInt32LE(20),
  };
}

// The length of the node that begins at a position, by half that position, for the page being read.
const nodeLengths = new Uint32Array(32_768);

/**
 * Reads the nodes of a branch or a leaf, as views on its bytes.
 *
 * @throws {DamagedPage} when they do not fill the page from its declared start to its end without gaps.
 */
export function readNodes(bytes: Buffer, page: number, kind: number): PageNode[] {
  const lower = bytes.readUInt16LE(20);
  const start = pageHeaderBytes + bytes.readUInt16LE(22);
  if (lower % 2 !== 0 || pageHeaderBytes + lower > start || start > bytes.length) {
    throw new DamagedPage(page, 'does not say where its entries are');
  }
  const nodes: PageNode[] = [];
  const starts: number[] = [];
  for (let index = 0; index < lower / 2; index++) {
    const nodeStart = pageHeaderBytes + bytes.readUInt16LE(pageHeaderBytes + 2 * index);
    const node = nodeStart < start || nodeStart % 2 !== 0 ? undefined : readNode(bytes, nodeStart, kind);
    if (node === undefined) throw new DamagedPage(page, `has an entry ${index} outside its bounds`);
    nodes.push(node);
    starts.push(nodeStart);
  }
  if (nodes.length === 0 || !areAdjacent(starts, nodes, { start, end: bytes.length })) {
    throw new DamagedPage(page, 'has overlapping or missing entries');
  }
  return nodes;
}

function readNode(bytes: Buffer, start: number, kind: number): PageNode | undefined {
  if (start + nodeHeaderBytes > bytes.length) return undefined;
  const low = bytes.readUInt32LE(start);
  const flags = bytes.readUInt16LE(start + 4);
  const valueStart = start + nodeHeaderBytes + bytes.readUInt16LE(start + 6);
  if (valueStart > bytes.length) return undefined;
  const key = bytes.subarray(start + nodeHeaderBytes, valueStart);
  const isBranch = kind === pageKind.branch;
  const node: PageNode = {
    key,
    child: isBranch ? low + flags * 2 ** 32 : 0,
    isOverflow: !isBranch && flags === nodeKind.overflow,
    isTree: !isBranch && flags === nodeKind.tree,
    valueBytes: isBranch ? 0 : low,
    valueStart,
  };
  if (!isBranch && flags !== 0 && !node.isOverflow && !node.isTree) return undefined;
  return valueStart + inPageBytes(node) > bytes.length ? undefined : node;
}

/** Returns the first page of a value on overflow pages, and the number of its pages. */
export function overflowOf(bytes: Buffer, { valueStart }: PageNode): { page: number; pages: number } {
  return { page: Number(bytes.readBigUInt64LE(valueStart)), pages: Number(bytes.readBigUInt64LE(valueStart + 16)) };
}

/** Returns whether the nodes are adjacent from `start` to `end`, in any order. */
function areAdjacent(
  starts: readonly number[],
  nodes: readonly PageNode[],
  { start, end }: { start: number; end: number },
): boolean {
  for (const [index, nodeStart] of starts.entries()) {
    const length = nodes[index]!.valueStart - nodeStart + inPageBytes(nodes[index]!);
    nodeLengths[nodeStart / 2] = length + (length % 2);
  }
  let position = start;
  let count = 0;
  while (position < end && nodeLengths[position / 2] !== 0) {
    position += nodeLengths[position / 2]!;
    count++;
  }
  for (const nodeStart of starts) nodeLengths[nodeStart / 2] = 0;
  return position === end && count === nodes.length;
}

/** Returns how many bytes of its page a node's value occupies. */
function inPageBytes({ isOverflow, valueBytes }: PageNode): number {
  return isOverflow ? overflowReferenceBytes : valueBytes;
}
