import { isDeepStrictEqual } from 'node:util';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { RunSettings } from '../session/micro-batch.ts';
import { type BatchLimits } from './batch-limits.ts';
import { PendingPool, type PendingSequence } from './pending-pool.ts';

const calls = [{}, {}, {}];
const roomy: BatchLimits = { batchSize: 64, maxBatchTokens: 1_000_000 };

function pending(length: number, call: object = calls[0]!, settings: RunSettings = {}): PendingSequence {
  const sequence = { inputIds: new Int32Array(length), truncatedTokens: 0 };
  return { sequence, index: 0, call, settings, resolve: () => {}, reject: () => {} };
}

const lengthOf = ({ sequence }: PendingSequence): number => sequence.inputIds.length;
const lengthsOf = (taken: readonly PendingSequence[]): number[] => taken.map(lengthOf).toSorted((a, b) => a - b);

const anyLimits = fc.record({
  batchSize: fc.integer({ min: 1, max: 8 }),
  maxBatchTokens: fc.integer({ min: 1, max: 300 }),
});
const anyStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      add: fc.integer({ min: 1, max: 60 }),
      call: fc.nat(calls.length - 1),
      task: fc.nat(1),
      reduction: fc.constantFrom(undefined, 'a', 'b'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ take: anyLimits }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.option(fc.nat(calls.length - 1), { nil: undefined }) }) },
);

/**
 * Checks one batch against the sequences that waited, and returns those that still wait. They are in the order of the turns of their calls, and oldest
 * first within a call.
 */
function checkTake(
  waiting: readonly PendingSequence[],
  taken: readonly PendingSequence[],
  { batchSize, maxBatchTokens }: BatchLimits,
): PendingSequence[] {
  const left = waiting.filter((item) => !taken.includes(item));
  expect(left).toHaveLength(waiting.length - taken.length); // every taken sequence waited, and none was taken twice
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken.includes(waiting[0]!)).toBe(waiting.length > 0);
  if (taken.length > 1) {
    const { settings } = taken[0]!;
    for (const item of taken) expect(item.settings).toEqual(settings);
    const longest = Math.max(...taken.map(lengthOf));
    const tokens = taken.reduce((sum, item) => sum + lengthOf(item), 0);
    const places = taken.length * longest;
    expect(taken.length).toBeLessThanOrEqual(batchSize);
    expect(places).toBeLessThanOrEqual(maxBatchTokens);
    expect(places - tokens).toBeLessThanOrEqual(places / 8);
    const shortest = Math.min(...taken.map(lengthOf));
    const between = left.filter((item) => lengthOf(item) > shortest && lengthOf(item) < longest);
    expect(between.filter((item) => isDeepStrictEqual(item.settings, settings))).toEqual([]);
  }
  const isOfThisTurn = ({ call }: PendingSequence): boolean => call === waiting[0]?.call;
  return [...left.filter((item) => !isOfThisTurn(item)), ...left.filter(isOfThisTurn)];
}

/** Puts a sequence after the others of its call. A call that had none gets the last turn. */
function enqueue(waiting: readonly PendingSequence[], added: PendingSequence): PendingSequence[] {
  const last = waiting.findLastIndex(({ call }) => call === added.call);
  return waiting.toSpliced(last === -1 ? waiting.length : last + 1, 0, added);
}

test('each batch contains the oldest sequence of the call whose turn it is and keeps the limits, and no sequence is lost or doubled', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 80 }), (steps) => {
      const pool = new PendingPool();
      let waiting: PendingSequence[] = [];
      for (const step of steps) {
        if ('add' in step) {
          const added = pending(step.add, calls[step.call], {
            scalarInputs: { task_id: step.task },
            reduction: step.reduction,
          });
          pool.add(added);
          waiting = enqueue(waiting, added);
        } else if ('take' in step) {
          waiting = checkTake(waiting, pool.take(step.take), step.take);
        } else {
          const call = step.remove === undefined ? undefined : calls[step.remove];
          const [gone, left] = [
            waiting.filter((item) => call === undefined || item.call === call),
            waiting.filter((item) => call !== undefined && item.call !== call),
          ];
          expect(new Set(pool.remove(call))).toEqual(new Set(gone));
          waiting = left;
        }
        expect(pool.size).toBe(waiting.length);
      }
      // Takes the remaining sequences, in at most as many batches as there are sequences.
      for (let rounds = waiting.length; rounds > 0; rounds--) waiting = checkTake(waiting, pool.take(roomy), roomy);
      expect(waiting).toEqual([]);
      expect(pool.take(roomy)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a sequence that exceeds the limits by itself runs alone', () => {
  const pool = new PendingPool();
  for (const length of [500, 500, 3]) pool.add(pending(length));
  expect(lengthsOf(pool.take({ batchSize: 8, maxBatchTokens: 100 }))).toEqual([500]);
  expect(lengthsOf(pool.take({ batchSize: 8, maxBatchTokens: 100 }))).toEqual([500]);
});

test('sequences of similar lengths run together, those of very different lengths apart', () => {
  const pool = new PendingPool();
  for (const length of [100, 10, 95, 11, 200, 98]) pool.add(pending(length));
  expect(lengthsOf(pool.take(roomy))).toEqual([95, 98, 100]);
  expect(lengthsOf(pool.take(roomy))).toEqual([10, 11]);
  expect(lengthsOf(pool.take(roomy))).toEqual([200]);
});

test('a call with one sequence waits for one batch of a large call', () => {
  const pool = new PendingPool();
  const limits = { batchSize: 4, maxBatchTokens: 1000 };
  for (let index = 0; index < 100; index++) pool.add(pending(50, calls[0]));
  pool.add(pending(3, calls[1]));
  expect(lengthsOf(pool.take(limits))).toEqual([50, 50, 50, 50]);
  expect(lengthsOf(pool.take(limits))).toEqual([3]);
});

test('sequences of different calls share a batch', () => {
  const pool = new PendingPool();
  for (const call of calls) pool.add(pending(10, call));
  expect(new Set(pool.take(roomy).map(({ call }) => call))).toEqual(new Set(calls));
});

test('attention over long sequences limits the batch before the token budget does', () => {
  const pool = new PendingPool();
  for (let index = 0; index < 10; index++) pool.add(pending(1024));
  expect(pool.take(roomy)).toHaveLength(4); // 4 x 1024² = 4 M scores
});

test('sequences with equal scalar inputs share a batch, whatever the order of the names', () => {
  const pool = new PendingPool();
  const [first, other, same] = [
    { a: 1, b: 2 },
    { a: 2, b: 2 },
    { b: 2, a: 1 },
  ].map((scalarInputs) => pending(9, {}, { scalarInputs }));
  for (const item of [first!, other!, same!]) pool.add(item);
  expect(new Set(pool.take(roomy))).toEqual(new Set([first, same]));
  expect(pool.take(roomy)).toEqual([other]);
});

test('sequences that are padded to the same length run together, up to the token budget', () => {
  const pool = new PendingPool(64);
  for (const length of [1, 64, 30, 5, 2]) pool.add(pending(length));
  expect(lengthsOf(pool.take({ batchSize: 8, maxBatchTokens: 4 * 64 }))).toHaveLength(4);
});
