import {
  type Chunker,
  InvalidArgumentError,
  type ReadableVectorStore,
  type NamedVectorsPoint,
  type StoreVector,
  type NamedVectorStore,
} from '@x/core';

import type { PipelineEventListener } from '../events.ts';
import { isRetrieve } from '../stages/require-stages.ts';
import type { AnyEmbedder, Stage } from '../stages/stage.ts';

/** The parts that indexing needs. */
export interface Indexer<Payload extends object> {
  readonly store: NamedVectorStore<Payload>;
  readonly stages: readonly Stage<Payload>[];
  readonly text: (payload: Payload) => string;
  readonly chunker: Chunker | undefined;
  readonly onEvent: PipelineEventListener | undefined;
}

/** An embedder, and the vector that it fills: `undefined` is the store's only one. */
export interface IndexedVector {
  readonly embedder: AnyEmbedder;
  readonly using: string | undefined;
}

/**
 * The vectors that every document gets: one for each vector that a retrieve stage searches.
 *
 * @throws {InvalidArgumentError} when no stage has an embedder, or two fill the same vector.
 */
export function vectorsOf<Payload extends object>(stages: readonly Stage<Payload>[]): IndexedVector[] {
  const byName = new Map<string | undefined, AnyEmbedder>();
  for (const stage of stages.filter(isRetrieve)) {
    if (stage.embedder === undefined) continue;
    const known = byName.get(stage.using);
    if (known !== undefined && known !== stage.embedder) {
      const expected = 'one embedder for each vector: give the stages different vectors with `using`';
      throw new InvalidArgumentError({ parameter: 'stages', value: stage.using ?? 'the unnamed vector', expected });
    }
    byName.set(stage.using, stage.embedder);
  }
  if (byName.size === 0) {
    throw new InvalidArgumentError({
      parameter: 'stages',
      value: 'none',
      expected: 'a retrieve stage with an embedder',
    });
  }
  return Array.from(byName, ([using, embedder]) => ({ embedder, using }));
}

/** The store, when what is in it can be read back. */
export function readableStore<Payload extends object>(
  store: NamedVectorStore<Payload>,
): ReadableVectorStore<Payload> | undefined {
  return 'retrieve' in store && 'scan' in store ? (store as ReadableVectorStore<Payload>) : undefined;
}

/** A point's vectors as the store takes them: the only one, or several by name. */
export function joinVectors(
  vectors: readonly IndexedVector[],
  values: readonly StoreVector[],
): NamedVectorsPoint<object>['vector'] {
  if (vectors.length === 1 && vectors[0]!.using === undefined) return values[0] as Float32Array;
  return Object.fromEntries(vectors.map(({ using = '' }, index) => [using, values[index]!]));
}
