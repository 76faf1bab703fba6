import { expect, test } from 'vitest';

import { isPending } from '../__tests__/sequences.ts';
import { createExitCells, guardExit, lowerGuard, runGuarded } from './exit-guard.ts';

const busy = 0;
const exiting = 1;

test('the guard is up during the work and down afterwards, even when the work fails', async () => {
  const cells = createExitCells();
  const during: number[] = [];
  const work = async (): Promise<string> => {
    during.push(cells[busy]!);
    return 'done';
  };
  expect(await runGuarded(cells, work)).toBe('done');
  expect([...during, cells[busy]]).toEqual([1, 0]);
  const reason = new Error('no');
  await expect(runGuarded(cells, () => Promise.reject(reason))).rejects.toBe(reason);
  expect(cells[busy]).toBe(0);
});

test('no work begins once the process is exiting, and its promise never settles', async () => {
  const cells = createExitCells();
  Atomics.store(cells, exiting, 1);
  let isBegun = false;
  const run = runGuarded(cells, async () => {
    isBegun = true;
  });
  expect(await isPending(run)).toBe(true);
  expect({ isBegun, busy: cells[busy] }).toEqual({ isBegun: false, busy: 0 });
});

test('several workers share one exit listener, which is removed with the last worker', () => {
  const before = process.listenerCount('exit');
  const undo = [createExitCells(), createExitCells()].map(guardExit);
  expect(process.listenerCount('exit')).toBe(before + 1);
  undo[0]!();
  undo[0]!();
  expect(process.listenerCount('exit')).toBe(before + 1);
  undo[1]!();
  expect(process.listenerCount('exit')).toBe(before);
});

test('lowerGuard clears the busy flag of a thread that ends during a run', () => {
  const cells = createExitCells();
  void runGuarded(cells, () => new Promise(() => {}));
  expect(cells[busy]).toBe(1);
  lowerGuard(cells);
  expect(cells[busy]).toBe(0);
});
