import fc from 'fast-check';
import { expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { type Datatype, datatypes, type Distance, distances } from '../requests/types/vector-types.ts';
import type { MultiValue } from '../requests/vectors/vector-value.ts';
import { DenseColumn } from './dense-column.ts';
import { scorerOf, similarityOf, write } from '../__fixtures__/column-at-once.ts';
import { MultiColumn } from './multi-column.ts';

const size = 3;
const element = fc.float({ min: -300, max: 300, noNaN: true });
const rows = fc.array(fc.array(element, { minLength: size, maxLength: size }), { minLength: 1, maxLength: 5 });

function multi(vectors: readonly number[][]): MultiValue {
  return { kind: 'multi', dimension: size, values: Float32Array.from(vectors.flat()) };
}

/** MaxSim by its definition, computed from the similarity of two dense vectors. */
function naiveMaxSim(query: number[][], document: number[][], distance: Distance, datatype: Datatype): number {
  const dense = new DenseColumn({ size, distance, datatype });
  const similarity = (a: number[], b: number[]): number =>
    dense.similarity({ kind: 'dense', values: Float32Array.from(a) }, { kind: 'dense', values: Float32Array.from(b) });
  let sum = 0;
  for (const row of query)
    sum = Math.fround(sum + Math.max(...document.map((candidate) => similarity(row, candidate))));
  return sum;
}

test.each(distances.flatMap((distance) => datatypes.map((datatype) => [distance, datatype] as const)))(
  '%s with %s vectors equals the definition of MaxSim, stored or not, after any writes',
  (distance, datatype) => {
    const step = fc.record({ slot: fc.nat(5), vectors: fc.option(rows, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), rows, (steps, query) => {
        const column = new MultiColumn({ size, distance, datatype });
        const expected = new Map<number, number[][]>();
        for (const { slot, vectors } of steps) {
          if (vectors === undefined) {
            write(column, slot, undefined);
            expected.delete(slot);
          } else {
            write(column, slot, multi(vectors));
            expected.set(slot, vectors);
          }
        }
        expect(column.size).toBe(expected.size);
        const scorer = scorerOf(column, multi(query));
        const range = new Float32Array(8);
        scorer.scoreRange(0, range);
        for (const [slot, vectors] of expected) {
          const similarity = naiveMaxSim(query, vectors, distance, datatype) + 0;
          const single = new Float32Array(1);
          scorer.scoreSlots(Uint32Array.of(slot), single);
          expect([range[slot]! + 0, single[0]! + 0]).toEqual([similarity, similarity]);
          expect(similarityOf(column, multi(query), multi(vectors)) + 0).toBe(similarity);
        }
      }),
      { numRuns: 50 },
    );
  },
);

test.each([
  ['Dot', 7, 7],
  ['Cosine', 0.5, 0.5],
  ['Manhattan', -7, 7],
  ['Euclid', -9, 3],
] as const)('%s maps a similarity of %d to a score of %d', (distance, similarity, score) => {
  const column = new MultiColumn({ size, distance });
  expect(column.scoreOf(similarity)).toBe(score);
});

test('a vector is returned rounded to its datatype', () => {
  const column = new MultiColumn({ size, distance: 'Dot', datatype: 'uint8' });
  write(
    column,
    4,
    multi([
      [1.9, -1, 300],
      [0, 7, 8],
    ]),
  );
  expect(column.get(4)).toEqual(
    multi([
      [1, 0, 255],
      [0, 7, 8],
    ]),
  );
  expect(column.get(3)).toBeUndefined();
});

test('freed rows are reclaimed, and compaction changes no other vector', () => {
  const column = new MultiColumn({ size, distance: 'Dot' });
  const vectors = (slot: number): number[][] => Array.from({ length: 1 + (slot % 5) }, (_, row) => [slot, row, 1]);
  for (let slot = 0; slot < 1000; slot++) write(column, slot, multi(vectors(slot)));
  for (let slot = 0; slot < 1000; slot++) if (slot % 10 !== 0) write(column, slot, undefined);
  for (let slot = 990; slot < 1010; slot += 2) write(column, slot, multi(vectors(slot)));
  const scores = new Float32Array(1010);
  scorerOf(column, multi([[1, 0, 0.5]])).scoreRange(0, scores);
  for (let slot = 0; slot < 1010; slot++) {
    const isThere = slot % 10 === 0 || (slot >= 990 && slot % 2 === 0);
    expect(column.get(slot)).toEqual(isThere ? multi(vectors(slot)) : undefined);
    if (isThere) expect(scores[slot]).toBe(slot + 0.5);
  }
});

test('a vector with more rows than one comparison covers is scored completely', () => {
  const column = new MultiColumn({ size, distance: 'Manhattan' });
  write(column, 0, multi([[9, 9, 9]]));
  write(column, 1, multi(Array.from({ length: 5000 }, (_, row) => [row, 0, 0])));
  write(column, 2, multi([[1, 1, 1]]));
  const scores = new Float32Array(3);
  scorerOf(
    column,
    multi([
      [4999, 0, 1],
      [0, 0, 0],
    ]),
  ).scoreSlots(Uint32Array.of(0, 1, 2), scores);
  expect([...scores]).toEqual([-(4990 + 9 + 8) - 27, -1, -(4998 + 1) - 3]);
});

test('scans fewer multivectors at once when there is more to compare', () => {
  const column = new MultiColumn({ size, distance: 'Dot' });
  write(column, 0, multi(Array.from({ length: 64 }, () => [1, 2, 3])));
  expect(scorerOf(column, multi([[1, 1, 1]])).slotsAtOnce).toBe(128);
  expect(scorerOf(column, multi(Array.from({ length: 1000 }, () => [1, 1, 1]))).slotsAtOnce).toBe(1);
});

test('a large vector is written, compared and cleared in many steps', () => {
  const column = new MultiColumn({ size: 1, distance: 'Dot' });
  const vector = (length: number): MultiValue => {
    return { kind: 'multi', dimension: 1, values: Float32Array.from({ length }, (_, row) => row % 2) };
  };
  const count = (rest: ReturnType<MultiColumn['set']>): number => [...rest!].length;
  expect(count(column.set(0, vector(50_000)))).toBeGreaterThan(20);
  expect(column.get(0)).toEqual(vector(50_000));
  const similarity = new Float32Array(1);
  expect(count(atOnce(column.scorer(vector(100))).scoreRange(0, similarity))).toBeGreaterThan(20);
  expect(similarity[0]).toBe(50);
  expect(count(column.clear(0))).toBeGreaterThan(20);
  expect(column.has(0)).toBe(false);
});
