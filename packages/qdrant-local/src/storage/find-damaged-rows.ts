import type { RootDatabase } from 'lmdb';

import { packedTreeKey } from './data-file/check-data-file.ts';
import { findDamagedValue } from './data-file/find-damaged-value.ts';

/** Returns the first key of packed rows with damaged pages, which no write may free, or `undefined` when there is none. */
export async function findDamagedRows(
  root: RootDatabase,
  path: string,
  keys: readonly Buffer[],
): Promise<Buffer | undefined> {
  if (keys.length === 0) return undefined;
  // While this transaction is open, none of the pages it reads is reused.
  const transaction = root.useReadTransaction();
  try {
    return await findDamagedValue(path, packedTreeKey, keys);
  } finally {
    transaction.done();
  }
}
