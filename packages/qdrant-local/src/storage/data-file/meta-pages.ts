import type { FileHandle } from 'node:fs/promises';

import { DamagedPage } from './damaged-page.ts';
import { readTreeRecord, type TreeRecord } from './tree-record.ts';

// The offsets of fields in LMDB's two meta pages (struct MDB_meta after a page header of 24 bytes). All fields are little-endian
// on every platform that the binding is built for.
const metaBytes = 160;
const offsets = { number: 0, kind: 18, magic: 24, version: 28, free: 48, main: 96, lastPage: 144, transaction: 152 };
const magic = 0xbe_ef_c0_de;
const dataVersion = 2;
const metaPageKind = 8;
const pageSizes = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
// The flags for the order of keys and the address of the mapping. In the tree of free pages, keys are numbers.
const orderFlags = 0xff;
const numericKeys = 0x08;

/** The meta page of one of the two newest transactions. */
export interface MetaPage {
  readonly number: number;
  readonly kind: number;
  readonly isLmdb: boolean;
  readonly pageSize: number;
  /** The tree of free pages. */
  readonly free: TreeRecord;
  /** The tree that contains all other trees. */
  readonly main: TreeRecord;
  /** Number of the last page that was ever used. */
  readonly lastPage: number;
  readonly transaction: number;
}

/** Reads LMDB's two meta pages, the newer one first. Returns `undefined` when the file does not begin like an LMDB file. */
export async function readMetaPages(file: FileHandle): Promise<[newest: MetaPage, older: MetaPage] | undefined> {
  const first = await readMetaPage(file, 0);
  if (!first.isLmdb) return undefined;
  const second = await readMetaPage(file, first.pageSize);
  return second.transaction > first.transaction ? [second, first] : [first, second];
}

/**
 * Makes sure that the newer meta page is the newest one written, and is intact.
 *
 * Transactions write the two pages in turn, so their numbers are consecutive. If a damaged page passed for the older one, or the
 * older page for the newer one, the last transaction would be lost silently.
 *
 * @throws {DamagedPage} when one is damaged.
 */
export function checkMetaPages(newest: MetaPage, older: MetaPage): void {
  for (const meta of [newest, older]) {
    if (!meta.isLmdb || meta.kind !== metaPageKind) throw new DamagedPage(meta.number, 'is not a meta page');
  }
  const [first, second] = newest.number === 0 ? [newest, older] : [older, newest];
  if (first.number !== 0 || second.number !== 1) throw new DamagedPage(first.number, 'is in the wrong place');
  for (const { number, pageSize, free, main } of [first, second]) {
    const hasKnownFlags = (free.flags & orderFlags) === numericKeys && main.flags === 0;
    if (!pageSizes.includes(pageSize) || pageSize !== first.pageSize || !hasKnownFlags) {
      throw new DamagedPage(number, 'does not describe a file of this engine');
    }
  }
  if (!areConsecutive(newest, older)) throw new DamagedPage(older.number, 'does not belong to the last transactions');
}

/** Returns true for a new file or a copy made by LMDB. In both, no older transaction exists. In a copy, meta page 0 is empty. */
export function isFirstOrCopy({ number, transaction }: MetaPage, older: MetaPage): boolean {
  if (older.transaction !== 0) return false;
  if (transaction <= 1) return transaction === number;
  return number === 1 && older.lastPage === 1 && older.main.root === undefined && older.free.root === undefined;
}

function areConsecutive(newest: MetaPage, older: MetaPage): boolean {
  if (isFirstOrCopy(newest, older)) return newest.transaction === 0 || newest.transaction % 2 === 1;
  return newest.transaction === older.transaction + 1 && newest.transaction % 2 === newest.number;
}

async function readMetaPage(file: FileHandle, position: number): Promise<MetaPage> {
  const bytes = Buffer.alloc(metaBytes);
  await file.read(bytes, 0, metaBytes, position);
  const free = readTreeRecord(bytes, offsets.free);
  return {
    number: Number(bytes.readBigUInt64LE(offsets.number)),
    kind: bytes.readUInt16LE(offsets.kind),
    isLmdb: bytes.readUInt32LE(offsets.magic) === magic && bytes.readUInt32LE(offsets.version) === dataVersion,
    pageSize: free.pad,
    free,
    main: readTreeRecord(bytes, offsets.main),
    lastPage: Number(bytes.readBigUInt64LE(offsets.lastPage)),
    transaction: Number(bytes.readBigUInt64LE(offsets.transaction)),
  };
}
