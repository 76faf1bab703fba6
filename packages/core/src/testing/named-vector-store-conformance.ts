import assert from 'node:assert/strict';

import type { NamedVectorStore, StoreVector } from '../contracts/vector-store.ts';
import {
  type Checks,
  type ConformanceCase,
  type ConformanceOptions,
  conformanceCases,
  type WithSubject,
} from './conformance-case.ts';
import { idsOf, vectorAt } from './points-on-a-circle.ts';
import { requireScoresInOrder } from './score-checks.ts';

/** Kind of a named vector. */
export type VectorKind = 'dense' | 'sparse' | 'multi';

/** Options of {@link namedVectorStoreConformance}. */
export interface NamedVectorStoreConformanceOptions extends ConformanceOptions {
  /** Passes a new, empty store with exactly these vectors to `use`. It is called for each case. */
  readonly withStore: WithSubject<NamedVectorStore>;
  /** The kind of each vector of the store, by name. */
  readonly vectors: Readonly<Record<string, VectorKind>>;
  /** Number of components of the dense vectors and of the rows of multivectors, at least 2. @default 3 */
  readonly dimension?: number;
}

/**
 * Returns cases that test what {@link NamedVectorStore} adds to {@link VectorStore}: one case for each of its vectors.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 */
export function namedVectorStoreConformance({
  withStore,
  vectors,
  dimension = 3,
  skip = {},
}: NamedVectorStoreConformanceOptions): ConformanceCase[] {
  const names = Object.keys(vectors);
  /** Vectors at even and odd positions turn in opposite directions, so that the order of the hits shows which vector was searched. */
  const pointOf = (id: number, degrees: number) => {
    const vectorOf = (name: string, place: number): [string, StoreVector] => {
      return [name, vectorOfKind(vectors[name]!, place % 2 === 0 ? degrees : 90 - degrees, dimension)];
    };
    return { id, vector: Object.fromEntries(names.map(vectorOf)), payload: { degrees } };
  };
  const checks = names.map((name, place): [string, Checks<NamedVectorStore>[string]] => [
    `query searches by the ${vectors[name]} vector "${name}" when \`using\` names it`,
    async (store) => {
      await store.upsert([pointOf(3, 80), pointOf(1, 10), pointOf(2, 40)]);
      const hits = await store.query(vectorOfKind(vectors[name]!, 5, dimension), { limit: 3, using: name });
      assert.deepEqual(idsOf(hits), place % 2 === 0 ? ['1', '2', '3'] : ['3', '2', '1']);
      const { lowerIsCloser = false } = store;
      requireScoresInOrder(hits, typeof lowerIsCloser === 'boolean' ? lowerIsCloser : lowerIsCloser.includes(name));
      await store.delete([2]);
      const rest = await store.query(vectorOfKind(vectors[name]!, 5, dimension), { limit: 1, using: name });
      assert.deepEqual(idsOf(rest), place % 2 === 0 ? ['1'] : ['3']);
      assert.deepEqual(rest[0]!.payload, { degrees: place % 2 === 0 ? 10 : 80 });
    },
  ]);
  return conformanceCases(Object.fromEntries(checks), withStore, { skip });
}

function vectorOfKind(kind: VectorKind, degrees: number, dimension: number): StoreVector {
  const vector = vectorAt(degrees, dimension);
  if (kind === 'dense') return vector;
  if (kind === 'sparse') return { indices: Uint32Array.of(7, 4_000_000_000), values: vector.slice(0, 2) };
  return [vector, vectorAt(degrees, dimension)];
}
