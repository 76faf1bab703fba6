// How calls share the session. Order is counted in runs, never in time.
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

test('calls that come while a run is going on share the next one', async () => {
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

test('calls that come one by one while a run is going on wait for one another, and share one run', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const calls: Promise<number[][]>[] = [];
  for (let id = 1; id <= 16; id++) {
    calls.push(collect(runInOrder(scheduler, [short(id)], options)));
    // Two turns: one until it waits, one until it runs where nothing does.
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

test('what is more than one run can take lies ready before the run that is going on ends', async () => {
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

test('a lone sequence is run in the same turn of the event loop: it waits for no company', async () => {
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
])(
  'a %s sequence that comes later overtakes all of the large calls but what they had read ahead',
  async (_kind, length) => {
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
    // Of another length than theirs, so that it cannot share a run with them.
    await collect(runInOrder(scheduler, [sequence(...Array<number>(length).fill(1))], options));
    // What waited, and what ran while it was on its way into the pool and its result on its way out.
    expect(sum(sizes) - runBefore).toBeLessThanOrEqual(2 * options.lookAhead + 10 * limits.batchSize);
    expect((await Promise.all(rest)).map((results) => results.length)).toEqual([total - 1, total - 1]);
  },
);

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
