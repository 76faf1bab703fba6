// How calls share the session. The tests count runs and never measure time.
import { setImmediate } from 'node:timers/promises';

import type { EncodedSequence } from '@x/core';
import { expect, test } from 'vitest';

import { heldHost, steadyHost } from '../__tests__/held-host.ts';
import { collect, sequence } from '../__tests__/sequences.ts';
import { runInOrder } from './run-in-order.ts';
import { Scheduler } from './scheduler.ts';

const limits = { batchSize: 64, maxBatchTokens: 1024 };
const options = { lookAhead: 512, signal: undefined };
const short = (id: number): EncodedSequence => sequence(id, ...Array<number>(7).fill(0));

test('200 concurrent calls of one sequence each share the fewest runs that the limits allow', async () => {
  const { host, sizes } = steadyHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const calls = Array.from({ length: 200 }, (_, id) => collect(runInOrder(scheduler, [short(id)], options)));
  expect(await Promise.all(calls)).toEqual(calls.map((_, id) => [[id]]));
  expect(sizes).toEqual([64, 64, 64, 8]);
});

test('calls that arrive during a run share the next run', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const calls = [1, 2].map((id) =>
    collect(runInOrder(scheduler, [sequence(...Array<number>(id * 600).fill(id))], options)),
  );
  await setImmediate();
  for (let id = 3; id < 33; id++) {
    calls.push(collect(runInOrder(scheduler, [short(id)], options)));
    await setImmediate();
  }
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([1, 1]);
  for (const { answer } of runs) answer();
  await Promise.all(calls.slice(0, 2));
  await setImmediate();
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([1, 1, 30]);
  for (const { answer } of runs) answer();
  expect((await Promise.all(calls)).flat(2)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
});

test('calls that arrive one by one during a run wait for each other and share one run', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const calls: Promise<number[][]>[] = [];
  for (let id = 1; id <= 16; id++) {
    calls.push(collect(runInOrder(scheduler, [short(id)], options)));
    // Two turns: one until the call waits, one until it would run in an idle scheduler.
    await setImmediate();
    await setImmediate();
  }
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([1]);
  runs[0]!.answer();
  await calls[0];
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([1, 15]);
  runs[1]!.answer();
  expect(await Promise.all(calls)).toEqual(calls.map((_, index) => [[index + 1]]));
});

test('sequences that exceed one run are queued before the current run ends', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const calls = Array.from({ length: 130 }, (_, id) => collect(runInOrder(scheduler, [short(id)], options)));
  await setImmediate();
  await setImmediate();
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([64, 64]);
  for (let answered = 0; answered < 3; answered++) {
    runs[answered]!.answer();
    await calls[Math.min(answered * 64 + 63, 129)];
  }
  expect(await Promise.all(calls)).toHaveLength(130);
});

test('a single sequence runs in the same turn of the event loop', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const result = scheduler.submit(short(7), { call: {}, index: 0 });
  await setImmediate();
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([1]);
  runs[0]!.answer();
  expect(await result).toEqual(Float32Array.of(7));
});

test.each([
  ['shorter', 2],
  ['longer', 30],
])('a %s sequence that arrives later waits only for what large calls have read ahead', async (_kind, length) => {
  const { host, sizes } = steadyHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const total = 5_000;
  const largeCalls = [1, 2].map(() =>
    runInOrder(
      scheduler,
      Array.from({ length: total }, (_none, id) => short(id)),
      options,
    ),
  );
  await Promise.all(largeCalls.map((call) => call.next()));
  const runBefore = sum(sizes);
  const rest = largeCalls.map(collect);
  // Its length differs from that of the large calls, so it cannot share a run with them.
  await collect(runInOrder(scheduler, [sequence(...Array<number>(length).fill(1))], options));
  // The sequences that were waiting, and those that ran while the new one entered the pool and its result was
  // returned.
  expect(sum(sizes) - runBefore).toBeLessThanOrEqual(2 * options.lookAhead + 10 * limits.batchSize);
  expect((await Promise.all(rest)).map((results) => results.length)).toEqual([total - 1, total - 1]);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
