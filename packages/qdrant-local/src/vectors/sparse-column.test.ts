import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import type { SparseValue } from '../requests/vectors/vector-value.ts';
import { scorerOf, write } from '../__fixtures__/column-at-once.ts';
import { SparseColumn } from './sparse-column.ts';

type Entries = Record<number, number>;

const { fround } = Math;
const entries = fc.dictionary(
  fc.nat(9).map(String),
  fc.float({ min: -100, max: 100, noNaN: true, noDefaultInfinity: true }),
  { maxKeys: 6 },
);
const step = fc.record({ slot: fc.nat(7), vector: fc.option(entries, { nil: undefined }) });

function sparse(vector: Entries): SparseValue {
  const indices = Uint32Array.from(Object.keys(vector), Number);
  return { kind: 'sparse', indices, values: Float32Array.from(Object.values(vector)) };
}

/** Returns the dot product in float32, index by index, or -Infinity when no index is shared. */
function naiveScore(query: Entries, document: Entries, weigh: (index: number) => number): number {
  const shared = Object.keys(query).filter((index) => index in document);
  if (shared.length === 0) return -Infinity;
  return shared.reduce((sum, key) => {
    const index = Number(key);
    return fround(sum + fround(fround(query[index]! * weigh(index)) * document[index]!));
  }, 0);
}

function naiveIdf(documents: Iterable<Entries>): (index: number) => number {
  const all = [...documents].filter((document) => Object.keys(document).length > 0);
  return (index) => {
    const count = all.filter((document) => index in document).length;
    return fround(Math.log(fround(fround(fround(all.length - count + 0.5) / fround(count + 0.5)) + 1)));
  };
}

describe.each(['none', 'idf'] as const)('with modifier %s', (modifier) => {
  test('points score as a naive sum over shared indices, by range or by slots, after any writes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), entries, fc.boolean(), (steps, query, slotsFirst) => {
        const column = new SparseColumn({ modifier });
        const expected = new Map<number, Entries>();
        for (const { slot, vector } of steps) {
          if (vector === undefined) {
            write(column, slot, undefined);
            expected.delete(slot);
          } else {
            write(column, slot, sparse(vector));
            expected.set(slot, vector);
          }
        }
        expect(column.size).toBe(expected.size);
        const weigh = modifier === 'idf' ? naiveIdf(expected.values()) : () => 1;
        const slots = Uint32Array.from({ length: 10 }, (_, slot) => slot);
        const scores = Array.from(slots, (slot) => naiveScore(query, expected.get(slot) ?? {}, weigh) + 0);
        const scorer = scorerOf(column, sparse(query));
        const out = new Float32Array(10);
        const read = { range: () => scorer.scoreRange(0, out), slots: () => scorer.scoreSlots(slots, out) };
        for (const way of slotsFirst ? (['slots', 'range'] as const) : (['range', 'slots'] as const)) {
          out.fill(NaN);
          read[way]();
          expect(Array.from(out, (score) => score + 0)).toEqual(scores);
        }
        const reachable = [...slots].filter((slot) => scores[slot] !== -Infinity);
        expect([...scorer.reachable()!].toSorted((a, b) => a - b)).toEqual(reachable);
      }),
    );
  });
});

test('scoring a few slots from their vectors gives the same scores as scoring from the posting lists', () => {
  const column = new SparseColumn({ modifier: 'idf' });
  for (let slot = 0; slot < 3000; slot++)
    write(column, slot, sparse({ [slot % 7]: 0.1 * slot, [8 + (slot % 3)]: 1.3 }));
  const query = sparse({ 2: 0.7, 5: 1.1, 9: 0.3 });
  const slots = Uint32Array.of(2, 5, 3, 2999, 4000);
  const fromVectors = new Float32Array(5);
  scorerOf(column, query).scoreSlots(slots, fromVectors);
  const fromLists = new Float32Array(4001);
  scorerOf(column, query).scoreRange(0, fromLists);
  expect([...fromVectors]).toEqual(Array.from(slots, (slot) => fromLists[slot]));
  expect(fromVectors[0]).toBeGreaterThan(0);
  expect(fromVectors[4]).toBe(-Infinity);
});

test('vectors are returned as they were written, after any writes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const column = new SparseColumn({});
      const expected = new Map<number, SparseValue>();
      for (const { slot, vector } of steps) {
        if (vector === undefined) write(column, slot, undefined);
        else write(column, slot, sparse(vector));
        if (vector === undefined) expected.delete(slot);
        else expected.set(slot, sparse(vector));
        for (let at = 0; at < 9; at++) expect(column.get(at)).toEqual(expected.get(at));
        expect(column.indexedCount).toBe([...expected.values()].filter(({ indices }) => indices.length > 0).length);
      }
    }),
  );
});

test('the frequency of an index counts existing points only: a deletion makes a term rarer again', () => {
  const column = new SparseColumn({ modifier: 'idf' });
  for (let slot = 0; slot < 4; slot++) write(column, slot, sparse({ 1: 1, [10 + slot]: 1 }));
  const score = (): number => {
    const out = new Float32Array(1);
    scorerOf(column, sparse({ 1: 1 })).scoreRange(0, out);
    return out[0]!;
  };
  expect(score()).toBeCloseTo(Math.log(0.5 / 4.5 + 1), 6);
  write(column, 1, undefined);
  write(column, 2, sparse({ 12: 1 }));
  expect(score()).toBeCloseTo(Math.log(1.5 / 2.5 + 1), 6);
  column.reconfigure({ modifier: 'none' });
  expect(score()).toBe(1);
});

test('compares two unstored vectors without the modifier', () => {
  const column = new SparseColumn({ modifier: 'idf' });
  expect(column.similarity(sparse({ 1: 2, 5: 3 }), sparse({ 5: 4, 9: 1 }))).toBe(12);
  expect(column.similarity(sparse({ 1: 2 }), sparse({ 2: 2 }))).toBe(-Infinity);
});

test('a large vector is written, used as a query and cleared in many steps', () => {
  const column = new SparseColumn({ modifier: 'idf' });
  const vector = (length: number): SparseValue => {
    const indices = Uint32Array.from({ length }, (_, entry) => 2 * entry);
    return { kind: 'sparse', indices, values: Float32Array.from(indices, (index) => 1 + (index % 3)) };
  };
  const count = (steps: Iterable<void> | undefined): number => [...steps!].length;
  write(column, 1, sparse({ 0: 1 }));
  expect(count(column.set(0, vector(50_000)))).toBeGreaterThan(20);
  expect(column.get(0)).toEqual(vector(50_000));
  expect(count(column.scorer(vector(50_000)))).toBeGreaterThan(20);
  const few = scorerOf(column, vector(50_000));
  const [fromRows, fromLists] = [new Float32Array(1), new Float32Array(1)];
  expect(count(atOnce(column.scorer(vector(50_000))).scoreSlots(Uint32Array.of(0), fromRows))).toBeGreaterThan(20);
  expect(count(atOnce(column.scorer(vector(200_000))).scoreRange(0, fromLists))).toBeGreaterThan(2);
  few.scoreRange(0, fromLists);
  expect(fromRows).toEqual(fromLists);
  expect(count(column.clear(0))).toBeGreaterThan(20);
  expect(column.indexedCount).toBe(1);
});

test('the lists of many points are summed in many steps', () => {
  const column = new SparseColumn({});
  for (let slot = 0; slot < 100_000; slot++) write(column, slot, sparse({ 1: slot }));
  const scorer = atOnce(column.scorer(sparse({ 1: 2 })));
  expect([...scorer.findReachable!()].length).toBeGreaterThan(4);
  const scores = new Float32Array(100_000);
  expect(scorer.scoreRange(0, scores)).toBeUndefined();
  expect(scores[99_999]).toBe(199_998);
});
