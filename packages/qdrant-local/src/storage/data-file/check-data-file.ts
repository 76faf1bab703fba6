import { type FileHandle, open, stat } from 'node:fs/promises';

import { storageFailure } from '../../json/server-errors.ts';
import { checkFreePages } from './check-free-pages.ts';
import { checkTree } from './check-tree.ts';
import { DamagedPage } from './damaged-page.ts';
import { checkMetaPages, isFirstOrCopy, type MetaPage, readMetaPages } from './meta-pages.ts';
import { PageFile } from './page-file.ts';
import { readTreeRecord, type TreeRecord, treeRecordBytes } from './tree-record.ts';

/** The key of the tree whose long values are not read when a file is opened. The binding ends names with a zero byte. */
export const packedTreeKey = 'packed\0';

/**
 * Makes sure that LMDB can read and write a data file. LMDB maps the file into memory unchecked; a damaged page makes it end the
 * process, loop, or return wrong results.
 *
 * Every page in use is read once, in file order. Overflow pages of packed rows are the exception: they are not read. For them, the check only makes
 * sure that nothing else uses the same pages. The contents of values have their own checksums
 * (docs/decisions/0064-qdrant-local-pages-checked-at-opening.md).
 *
 * @throws {VectorStoreError} naming the file.
 */
export async function checkDataFile(path: string, { mayBeMissing }: { mayBeMissing: boolean }): Promise<void> {
  // A process that ended while it created the database leaves no file or an empty one, and no data is lost.
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  );
  if (mayBeMissing && size === 0) return;
  const file = await open(path, 'r');
  try {
    const metaPages = await readMetaPages(file);
    if (metaPages === undefined) {
      throw storageFailure(`'${path}' cannot be opened: it is not a data file of this engine. Nothing was changed.`);
    }
    const [{ lastPage, pageSize }] = metaPages;
    if (size < (lastPage + 1) * pageSize) {
      throw storageFailure(
        `'${path}' cannot be opened: the file was truncated to ${size} bytes. Nothing was changed. Restore it from a backup.`,
      );
    }
    checkMetaPages(...metaPages);
    await checkPages(file, ...metaPages);
  } catch (error) {
    if (!(error instanceof DamagedPage)) throw error;
    const what = `'${path}' is damaged: ${error.message}. Nothing was changed. Restore it from a backup.`;
    throw storageFailure(what, error);
  } finally {
    await file.close();
  }
}

async function checkPages(handle: FileHandle, newest: MetaPage, older: MetaPage): Promise<void> {
  const file = new PageFile(handle, newest);
  const trees = new Map<string, TreeRecord>();
  const mainTransaction = await checkTree(file, newest.main, {
    onValue: (value, { isTree, key }, page) => {
      if (!isTree || value.length !== treeRecordBytes) throw new DamagedPage(page, 'refers to no tree');
      trees.set(key.toString(), readTreeRecord(value, 0));
    },
  });
  for (const [name, tree] of trees) {
    if (tree.flags !== 0 || tree.pad !== 0)
      throw new DamagedPage(tree.root ?? 0, 'is the root of a tree of an unexpected kind');
    await checkTree(file, tree, { leavesLongValues: name === packedTreeKey });
  }
  const freeTransaction = await checkFreePages(file, newest.free);
  // Each transaction writes one of the two roots. A meta page that disagrees is not the newest one written.
  if (isFirstOrCopy(newest, older) || Math.max(mainTransaction, freeTransaction) === newest.transaction) return;
  throw new DamagedPage(newest.number, 'is not from the last transaction');
}
