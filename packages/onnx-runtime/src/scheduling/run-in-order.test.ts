import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';

import { DisposedError, type EncodedSequence } from '@x/core';
import { expect, test } from 'vitest';

import { heldHost, steadyHost } from '../__tests__/held-host.ts';
import { isPending, sequence } from '../__tests__/sequences.ts';
import { runInOrder } from './run-in-order.ts';
import { Scheduler } from './scheduler.ts';

const limits = { batchSize: 1, maxBatchTokens: 1024 };

/** An endless source of sequences, with the number of sequences read from it and whether it was closed. */
function endlessSource(): { source: AsyncGenerator<EncodedSequence>; state: { read: number; isClosed: boolean } } {
  const state = { read: 0, isClosed: false };
  async function* source(): AsyncGenerator<EncodedSequence> {
    try {
      for (;;) yield sequence(state.read++);
    } finally {
      state.isClosed = true;
    }
  }
  return { source: source(), state };
}

/** Waits until nothing more happens without the consumer. */
async function standstill(state: { readonly read: number }): Promise<void> {
  for (let read = -1; read !== state.read;) {
    read = state.read;
    for (let turn = 0; turn < 10; turn++) await setImmediate();
  }
}

test('an idle consumer stops the source at the look-ahead, and each taken result admits one more', async () => {
  const { host, sizes } = steadyHost();
  const { source, state } = endlessSource();
  const results = runInOrder(new Scheduler(host, 'm', limits), source, { lookAhead: 16, signal: undefined });
  expect(state.read).toBe(0);
  for (let taken = 1; taken <= 5; taken++) {
    expect((await results.next()).value).toEqual(Float32Array.of(taken - 1));
    await standstill(state);
    expect(state.read).toBe(16 + taken);
    expect(sizes).toHaveLength(16 + taken);
  }
  await results.return();
});

test('an early return closes the source, cancels what waits and removes the abort listener', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const { source, state } = endlessSource();
  const { signal } = new AbortController();
  const results = runInOrder(scheduler, source, { lookAhead: 16, signal });
  const first = results.next();
  await standstill(state);
  expect(state.read).toBe(16);
  runs[0]!.answer();
  await first;
  expect(await results.return()).toEqual({ value: undefined, done: true });
  await standstill(state);
  expect(state.isClosed).toBe(true);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  // The two runs that have begun end by themselves; none of the 13 waiting sequences runs after them.
  const begun = runs.length;
  for (const { answer } of runs) answer();
  await standstill(state);
  expect(runs).toHaveLength(begun);
  await scheduler.dispose();
});

test('a return before the first result reads nothing', async () => {
  const { host, runs } = heldHost();
  const { source, state } = endlessSource();
  const results = runInOrder(new Scheduler(host, 'm', limits), source, { lookAhead: 16, signal: undefined });
  await results.return();
  await standstill(state);
  expect({ read: state.read, runs: runs.length }).toEqual({ read: 0, runs: 0 });
});

test('disposing while the source waits yields the results of current runs, then rejects', async () => {
  const { host, runs } = heldHost();
  async function* source(): AsyncGenerator<EncodedSequence> {
    yield sequence(1);
    yield sequence(2);
    await new Promise(() => {});
  }
  const scheduler = new Scheduler(host, 'm', { ...limits, batchSize: 2 });
  const results = runInOrder(scheduler, source(), { lookAhead: 16, signal: undefined });
  const first = results.next();
  expect(await isPending(first)).toBe(true);
  const disposal = scheduler.dispose();
  expect(await isPending(first)).toBe(true);
  runs[0]!.answer();
  expect((await first).value).toEqual(Float32Array.of(1));
  expect((await results.next()).value).toEqual(Float32Array.of(2));
  await disposal;
  await expect(results.next()).rejects.toBeInstanceOf(DisposedError);
});

test('an early return closes a waiting source as soon as it yields again', async () => {
  const { host, runs } = heldHost();
  let speak!: () => void;
  const silence = new Promise<void>((resolve) => {
    speak = resolve;
  });
  let isClosed = false;
  async function* source(): AsyncGenerator<EncodedSequence> {
    try {
      yield sequence(1);
      await silence;
      yield sequence(2);
    } finally {
      isClosed = true;
    }
  }
  const scheduler = new Scheduler(host, 'm', limits);
  const results = runInOrder(scheduler, source(), { lookAhead: 16, signal: undefined });
  const first = results.next();
  await isPending(first);
  runs[0]!.answer();
  await first;
  await results.return();
  speak();
  await isPending(first);
  expect({ isClosed, runs: runs.length }).toEqual({ isClosed: true, runs: 1 });
});
