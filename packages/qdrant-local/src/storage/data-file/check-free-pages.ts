import { checkTree } from './check-tree.ts';
import { DamagedPage } from './damaged-page.ts';
import type { PageFile } from './page-file.ts';
import type { TreeRecord } from './tree-record.ts';

const numberBytes = 8;

/**
 * Makes sure that the lists of free pages can be read, and that they contain no page that is in use or in another list. LMDB
 * overwrites the pages in these lists. The keys are the numbers of transactions.
 *
 * @returns the transaction that wrote the root, 0 for an empty tree.
 * @throws {DamagedPage} when a list is damaged.
 */
export async function checkFreePages(file: PageFile, tree: TreeRecord): Promise<number> {
  const lists: { page: number; list: Buffer }[] = [];
  const rootTransaction = await checkTree(file, tree, {
    compareKeys: compareNumbers,
    onValue: (value, { key }, page) => {
      const transaction = key.length === numberBytes ? Number(key.readBigUInt64LE(0)) : 0;
      if (!(transaction > 0 && transaction <= file.transaction)) {
        throw new DamagedPage(page, 'has a list of free pages that belongs to no transaction');
      }
      lists.push({ page, list: Buffer.from(value) });
    },
  });
  for (const { page, list } of lists) claimList(file, list, page);
  return rootTransaction;
}

/** Claims the pages of a list: its length, then page numbers. A negative number is the length of a run that begins at the next number; zeros are empty. */
function claimList(file: PageFile, list: Buffer, page: number): void {
  const capacity = Math.floor(list.length / numberBytes) - 1;
  const length = capacity < 0 ? Infinity : Number(list.readBigUInt64LE(0));
  if (length > capacity) throw new DamagedPage(page, 'has a list of free pages that is too long');
  for (let index = 1; index <= length; index++) {
    const entry = Number(list.readBigInt64LE(index * numberBytes));
    if (entry > 0) file.claim(entry);
    if (entry >= 0) continue;
    index++;
    const first = index > length ? 0 : Number(list.readBigInt64LE(index * numberBytes));
    if (first < 2) throw new DamagedPage(page, 'has a list of free pages with an invalid run');
    file.claim(first, -entry);
  }
}

function compareNumbers(first: Buffer, second: Buffer): number {
  if (first.length !== numberBytes || second.length !== numberBytes) return 1;
  const [one, other] = [first.readBigUInt64LE(0), second.readBigUInt64LE(0)];
  return one < other ? -1 : Number(one > other);
}
