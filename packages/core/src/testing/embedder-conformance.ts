import assert from 'node:assert/strict';

import type { Embedder } from '../contracts/embedder.ts';
import type { MultiVectorEmbedder } from '../contracts/multi-vector-embedder.ts';
import type { SparseEmbedder, SparseVector } from '../contracts/sparse-embedder.ts';
import {
  type ConformanceCase,
  type ConformanceOptions,
  conformanceCases,
  type WithSubject,
} from './conformance-case.ts';
import { embeddingChecks, type EmbedderOf, type VectorChecks } from './embedding-checks.ts';

/** Options of the suites for embedders. */
export interface EmbedderConformanceOptions<Subject> extends ConformanceOptions {
  /** Hands an embedder to `use`; it is called for each case, and may hand over the same one each time. */
  readonly withEmbedder: WithSubject<Subject>;
  /**
   * How far two numbers of one text may be apart when it is embedded alone and among others: rounding differs with the size of a
   * batch. @default 0.00001
   */
  readonly tolerance?: number;
}

/**
 * What {@link Embedder} promises, as cases for any test runner.
 *
 * @throws {InvalidArgumentError} when `skip` names no case, or gives no reason.
 * @example
 * for (const { name, run } of embedderConformance({ withEmbedder: (use) => use(embedder) })) it(name, run);
 */
export function embedderConformance(options: EmbedderConformanceOptions<Embedder>): ConformanceCase[] {
  return suite<Float32Array, Embedder>(options, {
    numbersOf: (vector) => vector,
    requireValid: (vector, { dimension }) => requireDimension(vector, dimension),
  });
}

/** What {@link SparseEmbedder} promises, as {@link embedderConformance} does for dense vectors. */
export function sparseEmbedderConformance(options: EmbedderConformanceOptions<SparseEmbedder>): ConformanceCase[] {
  return suite<SparseVector, SparseEmbedder>(options, {
    numbersOf: ({ indices, values }) => [...indices, ...values],
    requireValid: ({ indices, values }) => {
      assert.ok(
        indices instanceof Uint32Array && values instanceof Float32Array,
        'indices and values are typed arrays',
      );
      assert.equal(indices.length, values.length, 'there are as many values as indices');
      assert.equal(new Set(indices).size, indices.length, 'indices are unique');
    },
  });
}

/** What {@link MultiVectorEmbedder} promises, as {@link embedderConformance} does for dense vectors. */
export function multiVectorEmbedderConformance(
  options: EmbedderConformanceOptions<MultiVectorEmbedder>,
): ConformanceCase[] {
  return suite<readonly Float32Array[], MultiVectorEmbedder>(options, {
    numbersOf: (rows) => rows.flatMap((row) => [...row]),
    requireValid: (rows, { dimension }) => {
      assert.ok(rows.length > 0, 'a text has at least one row');
      for (const row of rows) requireDimension(row, dimension);
    },
  });
}

function suite<Vector, Subject extends EmbedderOf<Vector>>(
  { withEmbedder, tolerance = 0.00001, skip = {} }: EmbedderConformanceOptions<Subject>,
  vectors: VectorChecks<Vector, Subject>,
): ConformanceCase[] {
  return conformanceCases(embeddingChecks(vectors, tolerance), withEmbedder, { skip });
}

/** Fails unless the vector has as many components as the dimension says. */
export function requireDimension(vector: Float32Array, dimension: number): void {
  assert.ok(Number.isSafeInteger(dimension) && dimension > 0, `the dimension must be a count, but is ${dimension}`);
  assert.ok(vector instanceof Float32Array, 'a vector is a Float32Array');
  assert.equal(vector.length, dimension, 'a vector has as many components as `dimension` says');
}
