import { DisposedError, NonFiniteOutputError } from '@x/core';
import { expect, test } from 'vitest';

import { heldHost } from '../__tests__/held-host.ts';
import { isPending, rejectionOf, sequence } from '../__tests__/sequences.ts';
import { SessionEndedError } from '../hosts/session-ended-error.ts';
import { Scheduler } from './scheduler.ts';

const limits = { batchSize: 1, maxBatchTokens: 100 };
const call = {};
const submit = (scheduler: Scheduler, id: number, owner: object = call): Promise<Float32Array> =>
  scheduler.submit(sequence(id), { call: owner, index: id });

/** Lets planned dispatches happen. */
async function turn(): Promise<void> {
  await isPending(Promise.resolve());
}

test('at most two runs are in flight', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const results = [1, 2, 3].map((id) => submit(scheduler, id));
  await turn();
  expect(runs).toHaveLength(2);
  runs[0]!.answer();
  expect(await results[0]).toEqual(Float32Array.of(1));
  await turn();
  expect(runs).toHaveLength(3);
});

test('sequences of one burst run together', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', { batchSize: 8, maxBatchTokens: 100 });
  const results = [1, 2, 3].map((id) => submit(scheduler, id, {}));
  await turn();
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([3]);
  runs[0]!.answer();
  expect(await Promise.all(results)).toEqual([1, 2, 3].map((id) => Float32Array.of(id)));
});

test('disposing rejects waiting sequences and resolves only after the running ones', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const [first, second, third] = [1, 2, 3].map((id) => submit(scheduler, id));
  await turn();
  const waiting = rejectionOf(third!);
  const disposal = scheduler.dispose();
  expect(await waiting).toBeInstanceOf(DisposedError);
  runs[0]!.answer();
  expect(await first).toEqual(Float32Array.of(1));
  expect(await isPending(disposal)).toBe(true);
  runs[1]!.answer();
  await Promise.all([disposal, second]);
  expect(runs).toHaveLength(2);
});

test('disposing between a submission and its dispatch runs nothing', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const result = rejectionOf(submit(scheduler, 1));
  await scheduler.dispose();
  expect(await result).toBeInstanceOf(DisposedError);
  expect(await rejectionOf(submit(scheduler, 2))).toBeInstanceOf(DisposedError);
  await turn();
  expect(runs).toEqual([]);
});

test('canceling a call rejects its waiting sequences with the reason, and no others', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', limits);
  const [mine, other] = [{}, {}];
  const busy = [1, 2].map((id) => submit(scheduler, id, other));
  await turn();
  const canceled = rejectionOf(submit(scheduler, 3, mine));
  const kept = submit(scheduler, 4, other);
  scheduler.cancel(mine, 'enough');
  expect(await canceled).toBe('enough');
  for (const { answer } of runs) answer();
  await Promise.all(busy);
  await turn();
  runs[2]!.answer();
  expect(await kept).toEqual(Float32Array.of(4));
});

test('a NaN result rejects its own sequence with its index', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', { batchSize: 8, maxBatchTokens: 100 });
  const [good, bad] = [submit(scheduler, 5), rejectionOf(submit(scheduler, -1))];
  await turn();
  runs[0]!.answer();
  expect(await good).toEqual(Float32Array.of(5));
  expect(await bad).toBeInstanceOf(NonFiniteOutputError);
});

test('a failed run is repeated sequence by sequence, and each gets its own result', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', { batchSize: 8, maxBatchTokens: 100 });
  const [good, bad] = [submit(scheduler, 1), rejectionOf(submit(scheduler, 2))];
  await turn();
  runs[0]!.fail('together');
  await turn();
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([2, 1]);
  const second = runs[1]!.batch.inputIds[0]!;
  if (second === 1) runs[1]!.answer();
  else runs[1]!.fail('alone');
  await turn();
  if (second === 1) runs[2]!.fail('alone');
  else runs[2]!.answer();
  expect(await good).toEqual(Float32Array.of(1));
  expect(await bad).toBe('alone');
});

test('a run lost with its session is not repeated: its sequences fail, waiting ones run', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', { batchSize: 2, maxBatchTokens: 100 });
  const lost = [1, 2, 3, 4].map((id) => rejectionOf(submit(scheduler, id, {})));
  const waiting = submit(scheduler, 5, {});
  await turn();
  const reason = new SessionEndedError({ model: 'm', message: 'its process ended with code 1.' });
  for (const { fail } of runs.slice()) fail(reason);
  expect(await Promise.all(lost)).toEqual(lost.map(() => reason));
  await turn();
  expect(runs.map(({ batch }) => batch.lengths.length)).toEqual([2, 2, 1]);
  runs[2]!.answer();
  expect(await waiting).toEqual(Float32Array.of(5));
});

test('type ids are sent when one sequence of the run has them, as 0 for the others', async () => {
  const { host, runs } = heldHost();
  const scheduler = new Scheduler(host, 'm', { batchSize: 8, maxBatchTokens: 100 });
  void scheduler.submit(sequence(1, 2, 3), { call, index: 0 });
  void scheduler.submit({ ...sequence(4, 5, 6), tokenTypeIds: Uint8Array.of(0, 1, 1) }, { call, index: 1 });
  await turn();
  const { inputIds, tokenTypeIds, lengths } = runs[0]!.batch;
  expect([...lengths]).toEqual([3, 3]);
  const types = inputIds[0] === 1 ? [0, 0, 0, 0, 1, 1] : [0, 1, 1, 0, 0, 0];
  expect([...tokenTypeIds!]).toEqual(types);
});
