import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Datatype, datatypes, type Distance, distances } from '../requests/types/vector-types.ts';
import type { MultiValue } from '../requests/vectors/vector-value.ts';
import { DenseColumn } from './dense-column.ts';
import { MultiColumn } from './multi-column.ts';

const size = 3;
const element = fc.float({ min: -300, max: 300, noNaN: true });
const rows = fc.array(fc.array(element, { minLength: size, maxLength: size }), { minLength: 1, maxLength: 5 });

function multi(vectors: readonly number[][]): MultiValue {
  return { kind: 'multi', dimension: size, values: Float32Array.from(vectors.flat()) };
}

/** MaxSim as it is defined, on the similarity of two dense vectors. */
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
  'with %s, %s vectors score as MaxSim is defined, stored or not, after any writes',
  (distance, datatype) => {
    const step = fc.record({ slot: fc.nat(5), vectors: fc.option(rows, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), rows, (steps, query) => {
        const column = new MultiColumn({ size, distance, datatype });
        const expected = new Map<number, number[][]>();
        for (const { slot, vectors } of steps) {
          if (vectors === undefined) {
            column.clear(slot);
            expected.delete(slot);
          } else {
            column.set(slot, multi(vectors));
            expected.set(slot, vectors);
          }
        }
        expect(column.size).toBe(expected.size);
        const scorer = column.scorer(multi(query));
        const range = new Float32Array(8);
        scorer.scoreRange(0, range);
        for (const [slot, vectors] of expected) {
          const similarity = naiveMaxSim(query, vectors, distance, datatype) + 0;
          const single = new Float32Array(1);
          scorer.scoreSlots(Uint32Array.of(slot), single);
          expect([range[slot]! + 0, single[0]! + 0]).toEqual([similarity, similarity]);
          expect(column.similarity(multi(query), multi(vectors)) + 0).toBe(similarity);
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
] as const)('with %s, a similarity of %d is a score of %d', (distance, similarity, score) => {
  const column = new MultiColumn({ size, distance });
  expect(column.scoreOf(similarity)).toBe(score);
});

test('a vector comes back as its datatype keeps it', () => {
  const column = new MultiColumn({ size, distance: 'Dot', datatype: 'uint8' });
  column.set(
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

test('rows that were freed do not stay for ever, and moving the others together changes none of them', () => {
  const column = new MultiColumn({ size, distance: 'Dot' });
  const vectors = (slot: number): number[][] => Array.from({ length: 1 + (slot % 5) }, (_, row) => [slot, row, 1]);
  for (let slot = 0; slot < 1000; slot++) column.set(slot, multi(vectors(slot)));
  for (let slot = 0; slot < 1000; slot++) if (slot % 10 !== 0) column.clear(slot);
  for (let slot = 990; slot < 1010; slot += 2) column.set(slot, multi(vectors(slot)));
  const scores = new Float32Array(1010);
  column.scorer(multi([[1, 0, 0.5]])).scoreRange(0, scores);
  for (let slot = 0; slot < 1010; slot++) {
    const isThere = slot % 10 === 0 || (slot >= 990 && slot % 2 === 0);
    expect(column.get(slot)).toEqual(isThere ? multi(vectors(slot)) : undefined);
    if (isThere) expect(scores[slot]).toBe(slot + 0.5);
  }
});

test('a vector of more rows than are compared at once scores whole', () => {
  const column = new MultiColumn({ size, distance: 'Manhattan' });
  column.set(0, multi([[9, 9, 9]]));
  column.set(1, multi(Array.from({ length: 5000 }, (_, row) => [row, 0, 0])));
  column.set(2, multi([[1, 1, 1]]));
  const scores = new Float32Array(3);
  column
    .scorer(
      multi([
        [4999, 0, 1],
        [0, 0, 0],
      ]),
    )
    .scoreSlots(Uint32Array.of(0, 1, 2), scores);
  expect([...scores]).toEqual([-(4990 + 9 + 8) - 27, -1, -(4998 + 1) - 3]);
});

test('a scan asks for fewer multivectors at once the more there is to compare', () => {
  const column = new MultiColumn({ size, distance: 'Dot' });
  column.set(0, multi(Array.from({ length: 64 }, () => [1, 2, 3])));
  expect(column.scorer(multi([[1, 1, 1]])).slotsAtOnce).toBe(128);
  expect(column.scorer(multi(Array.from({ length: 1000 }, () => [1, 1, 1]))).slotsAtOnce).toBe(1);
});
