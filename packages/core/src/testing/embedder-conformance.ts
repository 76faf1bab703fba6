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
  /** Passes an embedder to `use`. It is called for each case and may pass the same embedder each time. */
  readonly withEmbedder: WithSubject<Subject>;
  /**
   * Maximum difference between the numbers of a text embedded alone and with other texts. Rounding differs with the batch size. @default 0.00001
   */
  readonly tolerance?: number;
}

/**
 * Returns cases for any test runner that test the contract of {@link Embedder}.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 * @example
 * for (const { name, run } of embedderConformance({ withEmbedder: (use) => use(embedder) })) it(name, run);
 */
export function embedderConformance(options: EmbedderConformanceOptions<Embedder>): ConformanceCase[] {
  return suite<Float32Array, Embedder>(options, {
    numbersOf: (vector) => vector,
    requireValid: (vector, { dimension }) => requireDimension(vector, dimension),
  });
}

/** Returns cases that test the contract of {@link SparseEmbedder}, like {@link embedderConformance} for dense vectors. */
export function sparseEmbedderConformance(options: EmbedderConformanceOptions<SparseEmbedder>): ConformanceCase[] {
  return suite<SparseVector, SparseEmbedder>(options, {
    numbersOf: ({ indices, values }) => [...indices, ...values],
    requireValid: ({ indices, values }) => {
      assert.ok(
        indices instanceof Uint32Array && values instanceof Float32Array,
        'indices and values are typed arrays',
      );
      assert.equal(indices.length, values.length, 'the number of values equals the number of indices');
      assert.equal(new Set(indices).size, indices.length, 'indices are unique');
    },
  });
}

/** Returns cases that test the contract of {@link MultiVectorEmbedder}, like {@link embedderConformance} for dense vectors. */
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

/** Throws unless the vector has `dimension` components. */
export function requireDimension(vector: Float32Array, dimension: number): void {
  assert.ok(
    Number.isSafeInteger(dimension) && dimension > 0,
    `the dimension must be a positive integer, but is ${dimension}`,
  );
  assert.ok(vector instanceof Float32Array, 'a vector is a Float32Array');
  assert.equal(vector.length, dimension, 'a vector has `dimension` components');
}
