import { Turns } from '@x/core';

/** A garbage collection may add to the milliseconds of a turn. */
const turnMs = 2;

/**
 * Calls `work` for each of many items, and yields to the event loop every few milliseconds.
 *
 * The clock is read after every `itemsPerCheck` items: choose a small number when one item takes long.
 */
export async function forEachInTurns<Item>(
  items: Iterable<Item>,
  work: (item: Item) => unknown,
  { itemsPerCheck = 1000 }: { readonly itemsPerCheck?: number } = {},
): Promise<void> {
  const turns = new Turns({ turnMs });
  let count = 0;
  for (const item of items) {
    work(item);
    if (++count % itemsPerCheck === 0 && turns.isSpent()) await turns.next();
  }
}
