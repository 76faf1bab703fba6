import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop; a collection of garbage may add some. */
const millisecondsPerTurn = 2;
/** How many items are done between two looks at the clock. */
const itemsPerLook = 1000;

/** Does something with each of many items, and lets the event loop turn every few milliseconds. */
export async function inTurns<Item>(items: Iterable<Item>, work: (item: Item) => unknown): Promise<void> {
  let start = performance.now();
  let count = 0;
  for (const item of items) {
    work(item);
    if (++count % itemsPerLook !== 0 || performance.now() - start < millisecondsPerTurn) continue;
    await nextTurn();
    start = performance.now();
  }
}
