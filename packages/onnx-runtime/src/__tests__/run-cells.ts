// Memory shared with the reductions of `__fixtures__/reductions.mjs`: cell 0 counts the runs; while cell 1 is 1, a run in a
// worker waits in its reduction; cell 2 is 1 once the reduction was made.
import { setImmediate } from 'node:timers/promises';

/** New cells: no runs, nothing held back. */
export function runCells(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(12));
}

/** How many runs have reached their reduction. */
export function runCount(cells: Int32Array): number {
  return Atomics.load(cells, 0);
}

/** Makes runs wait before they end. In a worker only: inline, nobody would be left to let go. */
export function hold(cells: Int32Array): void {
  Atomics.store(cells, 1, 1);
}

/** Lets the runs end that were held back. */
export function letGo(cells: Int32Array): void {
  Atomics.store(cells, 1, 0);
  Atomics.notify(cells, 1);
}

/** Resolves once a run has reached its reduction. */
export async function runBegun(cells: Int32Array): Promise<void> {
  while (runCount(cells) === 0) await setImmediate();
}
