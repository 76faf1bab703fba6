import { expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import { averageForRecommendation } from './average-vectors.ts';

const context = { operation: 'query', collection: 'c' };
const dense = (...values: number[]): VectorValue => ({ kind: 'dense', values: Float32Array.from(values) });
const multi = (...values: number[]): VectorValue => ({
  kind: 'multi',
  dimension: 2,
  values: Float32Array.from(values),
});
const sparse = (entries: Record<number, number>): VectorValue => ({
  kind: 'sparse',
  indices: Uint32Array.from(Object.keys(entries), Number),
  values: Float32Array.from(Object.values(entries)),
});

test('dense vectors are averaged, and moved away from the mean of the negatives', () => {
  expect(atOnce(averageForRecommendation([dense(1, 2), dense(3, 4)], [], context))).toEqual(dense(2, 3));
  expect(atOnce(averageForRecommendation([dense(1, 2), dense(3, 4)], [dense(4, -2), dense(0, 0)], context))).toEqual(
    dense(2, 7),
  );
});

test('sparse vectors are averaged over all their indices, with 0 for a missing index', () => {
  const positives = [sparse({ 1: 2, 7: 4 }), sparse({ 7: 2, 9: 1 })];
  expect(atOnce(averageForRecommendation(positives, [], context))).toEqual(sparse({ 1: 1, 7: 3, 9: 0.5 }));
  const moved = sparse({ 1: 2, 3: -5, 7: 4, 9: 1 });
  expect(atOnce(averageForRecommendation(positives, [sparse({ 3: 5, 7: 2 })], context))).toEqual(moved);
});

test('the rows of multivectors are joined, with the rows of negatives negated', () => {
  const joined = atOnce(averageForRecommendation([multi(1, 2), multi(3, 4, 5, 6)], [multi(7, 8)], context));
  expect(joined).toEqual(multi(1, 2, 3, 4, 5, 6, -7, -8));
});

test('refuses missing positives, mixed kinds and mixed dimensions', () => {
  const refused = (positives: VectorValue[], negatives: VectorValue[] = []) =>
    expect(() => atOnce(averageForRecommendation(positives, negatives, context)));
  refused([], [dense(1)]).toThrow('Positive vectors should not be empty with `average` strategy');
  refused([dense(1), sparse({ 1: 1 })]).toThrow("Can't average vectors with different types");
  refused([dense(1)], [multi(1, 2)]).toThrow("Can't average vectors with different types");
  refused([dense(1, 2)], [dense(1)]).toThrow('Vector dimension error: expected dim: 2, got 1');
});
