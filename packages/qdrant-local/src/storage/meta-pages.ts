import type { FileHandle } from 'node:fs/promises';

// Where LMDB keeps its two meta pages' fields (struct MDB_meta behind a page header of 24 bytes); all little-endian on
// every platform that the binding is built for.
const metaBytes = 160;
const offsets = { magic: 24, version: 28, pageSize: 48, freeRoot: 88, mainRoot: 136, lastPage: 144, transaction: 152 };
const magic = 0xbe_ef_c0_de;
const dataVersion = 2;
const noPage = 2n ** 64n - 1n;

/** What the newest transaction says of a data file. */
export interface MetaPage {
  readonly pageSize: number;
  /** Number of the last page that was ever used. */
  readonly lastPage: number;
  /** Number of the last page that holds the root of a tree. */
  readonly lastRoot: number;
}

/** Reads the newer one of LMDB's two meta pages; `undefined` when the file does not begin as one of LMDB's. */
export async function readMetaPage(file: FileHandle): Promise<MetaPage | undefined> {
  const first = Buffer.alloc(metaBytes);
  await file.read(first, 0, metaBytes, 0);
  if (first.readUInt32LE(offsets.magic) !== magic || first.readUInt32LE(offsets.version) !== dataVersion) {
    return undefined;
  }
  const pageSize = first.readUInt32LE(offsets.pageSize);
  const second = Buffer.alloc(metaBytes);
  await file.read(second, 0, metaBytes, pageSize);
  const isSecondNewer = second.readBigUInt64LE(offsets.transaction) > first.readBigUInt64LE(offsets.transaction);
  const newest = isSecondNewer ? second : first;
  const roots = [newest.readBigUInt64LE(offsets.freeRoot), newest.readBigUInt64LE(offsets.mainRoot)];
  return {
    pageSize,
    lastPage: Number(newest.readBigUInt64LE(offsets.lastPage)),
    lastRoot: Number(roots.reduce((last, root) => (root !== noPage && root > last ? root : last), 1n)),
  };
}
