import { open, stat } from 'node:fs/promises';

import { storageFailure } from '../json/server-errors.ts';
import { readMetaPage } from './meta-pages.ts';

/**
 * Makes sure that a data file begins as one and reaches as far as its own pages, for the binding maps the file into
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
    const meta = await readMetaPage(file);
    if (meta === undefined) {
      throw storageFailure(`'${path}' cannot be opened: it is no data file of this engine. Nothing was changed.`);
    }
    if (size >= (Math.max(meta.lastPage, meta.lastRoot) + 1) * meta.pageSize) return;
    throw storageFailure(
      `'${path}' cannot be opened: the file was cut short (${size} bytes). Nothing was changed. Restore it from a backup.`,
    );
  } finally {
    await file.close();
  }
}
