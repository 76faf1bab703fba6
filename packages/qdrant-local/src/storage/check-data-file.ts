import { open, stat } from 'node:fs/promises';

import { storageFailure } from '../server-errors.ts';

// Where LMDB keeps its two meta pages' fields (struct MDB_meta behind a page header of 24 bytes); all little-endian on
// every platform that the binding is built for.
const metaBytes = 160;
const offsets = { magic: 24, version: 28, pageSize: 48, freeRoot: 88, mainRoot: 136, transaction: 152 };
const magic = 0xbe_ef_c0_de;
const dataVersion = 2;
const noPage = 2n ** 64n - 1n;

/**
 * Makes sure that a data file begins as one and reaches as far as its own trees, for the binding maps the file into
 * memory unchecked: foreign or cut files would end the process instead of throwing.
 *
 * @throws {VectorStoreError} naming the file.
 */
export async function checkDataFile(path: string, { mayBeMissing }: { mayBeMissing: boolean }): Promise<void> {
  // A process that ended while it made the database leaves no file or an empty one, and nothing is lost with it.
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  );
  if (mayBeMissing && size === 0) return;
  const file = await open(path, 'r');
  try {
    const first = Buffer.alloc(metaBytes);
    await file.read(first, 0, metaBytes, 0);
    if (first.readUInt32LE(offsets.magic) !== magic || first.readUInt32LE(offsets.version) !== dataVersion) {
      throw storageFailure(`'${path}' cannot be opened: it is no data file of this engine. Nothing was changed.`);
    }
    const pageSize = first.readUInt32LE(offsets.pageSize);
    const second = Buffer.alloc(metaBytes);
    await file.read(second, 0, metaBytes, pageSize);
    const newest =
      second.readBigUInt64LE(offsets.transaction) > first.readBigUInt64LE(offsets.transaction) ? second : first;
    const roots = [newest.readBigUInt64LE(offsets.freeRoot), newest.readBigUInt64LE(offsets.mainRoot)];
    const lastPage = roots.reduce((last, root) => (root !== noPage && root > last ? root : last), 1n);
    if (BigInt(size) >= (lastPage + 1n) * BigInt(pageSize)) return;
    throw storageFailure(
      `'${path}' cannot be opened: the file was cut short (${size} bytes). Nothing was changed. Restore it from a backup.`,
    );
  } finally {
    await file.close();
  }
}
