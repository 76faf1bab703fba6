import { nextTurn } from '@x/core';

/** Milliseconds of work between two turns of the event loop. A garbage collection may add to them. */
const millisecondsPerTurn = 2;

/**
 * Calls `work` for each of many items, and yields to the event loop every few milliseconds.
 *
 * The clock is read after every `itemsPerLook` items: choose a small number when one item takes long.
 */
export async function forEachInTurns<Item>(
  items: Iterable<Item>,
  work: (item: Item) => unknown,
  { itemsPerLook = 1000 }: { readonly itemsPerLook?: number } = {},
): Promise<void> {
  let start = performance.now();
  let count = 0;
  for (const item of items) {
    work(item);
    if (++count % itemsPerLook !== 0 || performance.now() - start < millisecondsPerTurn) continue;
    await nextTurn();
    start = performance.now();
  }
}
