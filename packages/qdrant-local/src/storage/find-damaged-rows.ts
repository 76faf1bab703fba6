import type { RootDatabase } from 'lmdb';

import { packedTreeKey } from './data-file/check-data-file.ts';
import { findDamagedValue } from './data-file/find-damaged-value.ts';

/** The first key of packed rows whose pages are damaged, so that no write may free them; `undefined` when there is none. */
export async function findDamagedRows(
  root: RootDatabase,
  path: string,
  keys: readonly Buffer[],
): Promise<Buffer | undefined> {
  if (keys.length === 0) return undefined;
  // As long as it reads, no page that it may come to is used again.
  const transaction = root.useReadTransaction();
  try {
    return await findDamagedValue(path, packedTreeKey, keys);
  } finally {
    transaction.done();
  }
}
