import {
  type Chunker,
  type Embedder,
  InvalidArgumentError,
  type ReadableVectorStore,
  type NamedVectorsPoint,
  type StoreVector,
  type NamedVectorStore,
  type VersionedStore,
} from '@x/core';

import type { PipelineEventListener } from '../events.ts';
import { type SearchedVector, searchedVectors } from '../stages/searched-vectors.ts';
import type { AnyEmbedder, Stage } from '../stages/stage.ts';

/** The parts that indexing needs. */
export interface Indexer<Payload extends object> {
  readonly store: NamedVectorStore<Payload>;
  readonly stages: readonly Stage<Payload>[];
  readonly text: (payload: Payload) => string;
  readonly chunker: Chunker | undefined;
  readonly onEvent: PipelineEventListener | undefined;
}

/**
 * Returns the vectors that every document gets, one for each vector that a stage searches.
 *
 * @throws {InvalidArgumentError} when no stage has an embedder, two embedders use the same vector, or an embedder only embeds
 * queries.
 */
export function vectorsOf<Payload extends object>(stages: readonly Stage<Payload>[]): SearchedVector[] {
  const byName = new Map<string | undefined, SearchedVector>();
  for (const vector of searchedVectors(stages)) {
    const known = byName.get(vector.using);
    if (known !== undefined && (known.embedder !== vector.embedder || known.isOfTokens !== vector.isOfTokens)) {
      const name = vector.using === undefined ? 'the unnamed vector' : `the vector "${vector.using}"`;
      const problem = () =>
        known.embedder === vector.embedder
          ? `One stage searches ${name} by texts, another by tokens.`
          : `Two stages search ${name} with different embedders.`;
      const advice = 'Give each stage its own vector with the field using.';
      const facts = { parameter: 'stages', value: vector.using ?? 'the unnamed vector', problem, advice };
      throw new InvalidArgumentError({ ...facts, expected: 'stages with one embedder for each vector' });
    }
    requireDocumentModel(vector.embedder);
    byName.set(vector.using, vector);
  }
  if (byName.size === 0) {
    throw new InvalidArgumentError({
      parameter: 'stages',
      value: 'none',
      expected: 'stages with a retrieve stage that has an embedder',
      problem: () => 'stages must contain a retrieve stage with an embedder.',
    });
  }
  return [...byName.values()];
}

/** Refuses the query model of an asymmetric pair: document vectors must come from its document model. */
function requireDocumentModel(embedder: AnyEmbedder): void {
  const { modelName, documentModel } = embedder as Pick<Embedder, 'modelName' | 'documentModel'>;
  if (documentModel === undefined) return;
  const expected = 'an embedder of documents';
  const advice = `'${modelName}' only embeds queries for documents of '${documentModel}'. Combine both with asymmetricEmbedder of @x/embed.`;
  throw new InvalidArgumentError({ parameter: 'embedder', value: modelName, expected, advice });
}

/** Returns the store if its points can be read back, else `undefined`. */
export function readableStore<Payload extends object>(
  store: NamedVectorStore<Payload>,
): ReadableVectorStore<Payload> | undefined {
  return 'retrieve' in store && 'scan' in store ? (store as ReadableVectorStore<Payload>) : undefined;
}

/** Returns the store if it can protect newer points. @throws {InvalidArgumentError} when it cannot. */
export function requireVersionedStore<Payload extends object>(
  store: NamedVectorStore<Payload>,
  runId: number,
): VersionedStore<Payload> {
  const isVersioned = readableStore(store) !== undefined && 'upsertUnlessNewer' in store;
  if (isVersioned) return store as VersionedStore<Payload>;
  const expected = 'omitted with this store';
  const advice = 'Only a VersionedStore, e.g. from createVectorStore, can keep runs apart.';
  throw new InvalidArgumentError({ parameter: 'runId', value: runId, expected, advice });
}

/** Returns a point's vectors in the form of the store: a single unnamed vector, or several by name. */
export function joinVectors(
  vectors: readonly SearchedVector[],
  values: readonly StoreVector[],
): NamedVectorsPoint<object>['vector'] {
  if (vectors.length === 1 && vectors[0]!.using === undefined) return values[0] as Float32Array;
  return Object.fromEntries(vectors.map(({ using = '' }, index) => [using, values[index]!]));
}
