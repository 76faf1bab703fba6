/** LMDB's record of one of its trees (struct MDB_db of mdb.c). */
export interface TreeRecord {
  /** In the record of the tree of free pages: the page size. */
  readonly pad: number;
  readonly flags: number;
  /** The number of pages on the path from the root to a leaf, including both; 0 for an empty tree. */
  readonly depth: number;
  readonly branchPages: number;
  readonly leafPages: number;
  readonly overflowPages: number;
  readonly entries: number;
  /** `undefined` for an empty tree. */
  readonly root: number | undefined;
}

/** The length of a {@link TreeRecord} in a file. */
export const treeRecordBytes = 48;

const noPage = 2n ** 64n - 1n;

/** Reads the record that begins at `offset`. */
export function readTreeRecord(bytes: Buffer, offset: number): TreeRecord {
  const number = (position: number): number => Number(bytes.readBigUInt64LE(offset + position));
  const root = bytes.readBigUInt64LE(offset + 40);
  return {
    pad: bytes.readUInt32LE(offset),
    flags: bytes.readUInt16LE(offset + 4),
    depth: bytes.readUInt16LE(offset + 6),
    branchPages: number(8),
    leafPages: number(16),
    overflowPages: number(24),
    entries: number(32),
    root: root === noPage ? undefined : Number(root),
  };
}
