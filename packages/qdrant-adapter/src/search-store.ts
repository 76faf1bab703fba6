import {
  InvalidArgumentError,
  type OptionKinds,
  type PointId,
  requireInteger,
  requireOneOf,
  requireOptions,
  type SearchStore,
  type StoreVectorOptions,
  type VersionedStore,
} from '@x/core';

import type { QueryResult } from './types/queries.ts';
import { withClusterOptions } from './vector-store/cluster-client.ts';
import { type ClusterOptions, clusterOptionKinds, requireClusterOptions } from './vector-store/cluster-options.ts';
import { CollectionStore } from './vector-store/collection-store.ts';
import type { StoreClient } from './vector-store/store-client.ts';
import {
  type Distance,
  distances,
  type StoreVectorSettings,
  type TokenStorage,
  tokenStorages,
} from './vector-store/store-vectors.ts';

/** Options of {@link createSearchStore}. */
export interface SearchStoreOptions extends ClusterOptions {
  readonly collection: string;
  /** Components of each vector, of texts and of tokens, 1 to 65536. */
  readonly dimension: number;
  /** How the vectors of texts are compared. Those of tokens are compared by their dot product. @default 'Cosine' */
  readonly distance?: Distance;
  /** Whether words are kept, for BM25. @default true */
  readonly words?: boolean;
  /**
   * How token vectors are kept, or false for none. 384 components take 1,536 bytes as `float32`, 768 as `float16`, 388 as `int8`, 193 as
   * `int4` and 48 as `bit`; a server keeps the full vectors beside `int8` and `bit`, and has `int4` since 1.19.
   *
   * @default 'int8'
   */
  readonly tokens?: TokenStorage | false;
}

const optionKinds: OptionKinds<SearchStoreOptions> = {
  collection: 'text',
  dimension: 'number',
  distance: 'text',
  words: 'boolean',
  tokens: ['text', 'boolean'],
  ...clusterOptionKinds,
};

const vectorOptionKinds: OptionKinds<StoreVectorOptions> = { using: 'text', signal: 'signal' };
const names = { dense: 'dense', words: 'words', tokens: 'tokens' } as const;

/**
 * A collection as the store of a pipeline that searches by meaning, words and tokens: with the vectors `dense`, `words` and `tokens`.
 *
 * The first call makes the collection when it is absent. One that is there must have the vectors that the options say, kept as they say, and no
 * `words` or `tokens` that the store leaves out; else each method rejects with status 409. The client stays yours to close.
 *
 * @throws {InvalidArgumentError} when an option is out of its range; each method throws what the client's does.
 * @example
 * const store = createSearchStore<{ text: string }>(client, { collection: 'notes', dimension: 384 });
 * const pipeline = createSearchPipeline({ embedder, words, store });
 */
export function createSearchStore<Payload extends object = Record<string, unknown>>(
  given: StoreClient,
  options: SearchStoreOptions,
): SearchStore<Payload> & VersionedStore<Payload> {
  const {
    collection,
    dimension,
    distance = 'Cosine',
    words = true,
    tokens = 'int8',
    shardKey,
    cluster,
  } = requireOptions(options, optionKinds);
  requireInteger(dimension, 'dimension', { min: 1, max: 65_536 });
  requireOneOf(distance, 'distance', distances);
  requireTokens(tokens);
  requireClusterOptions(options);
  const client = withClusterOptions(given, options);
  const vectors: Record<string, StoreVectorSettings> = {
    [names.dense]: { dimension, distance },
    ...(words && { [names.words]: { sparse: true, idf: true } }),
    // The rows of a query carry their weights in their lengths, which Cosine would take away.
    ...(tokens !== false && { [names.tokens]: { dimension, distance: 'Dot', multi: true, storage: tokens } }),
  };
  const store = new CollectionStore<Payload>(client, {
    collection,
    vectors,
    shardKey,
    cluster,
    options: { [names.words]: 'words', [names.tokens]: 'tokens' },
  });
  return Object.assign(store, {
    ...((distance === 'Euclid' || distance === 'Manhattan') && { lowerIsCloser: [names.dense] }),
    dimension,
    searchVectors: {
      dense: names.dense,
      ...(words && { words: names.words }),
      ...(tokens !== false && { tokens: names.tokens }),
    },
    async inverseDocumentFrequencies(indices: Uint32Array, vectorOptions: StoreVectorOptions) {
      const { using, signal } = requireOptions(vectorOptions, vectorOptionKinds);
      const call = await store.ensure(signal);
      return indices.length === 0 ? new Float32Array() : rarityOf(indices, { client, collection, using, call });
    },
    async readTokenVectors(ids: readonly PointId[], vectorOptions: StoreVectorOptions) {
      const { using, signal } = requireOptions(vectorOptions, vectorOptionKinds);
      const call = await store.ensure(signal);
      if (ids.length === 0) return [];
      const points = await client.retrieve(collection, { ids, with_payload: false, with_vector: [using] }, call);
      return points.flatMap(({ id, vector }) => {
        const rows = vectorOf(vector, using) as readonly (readonly number[])[] | undefined;
        return rows === undefined ? [] : [{ id, tokenVectors: rows.map((row) => Float32Array.from(row)) }];
      });
    },
  });
}

function requireTokens(tokens: TokenStorage | false): void {
  if (tokens === false || tokenStorages.includes(tokens)) return;
  const expected = `one of ${tokenStorages.map((storage) => `'${storage}'`).join(', ')}, or false`;
  throw new InvalidArgumentError({ parameter: 'tokens', value: tokens, expected });
}

/**
 * Asks for the best point by each index alone. Its score is the index's inverse document frequency times the value that the point has there, so
 * that any server tells it, and always as of now.
 */
async function rarityOf(
  indices: Uint32Array,
  { client, collection, using, call }: RaritySource,
): Promise<Float32Array> {
  const searches = Array.from(indices, (index) => {
    const query = { indices: [index], values: [1] };
    return { query, using, limit: 1, with_payload: false, with_vector: [using] };
  });
  const [answers, { count }] = await Promise.all([
    client.queryBatch(collection, { searches }, call),
    client.count(collection, { exact: true }, call),
  ]);
  const ofNoPoint = Math.log(1 + (count + 0.5) / 0.5);
  return Float32Array.from(answers, (answer, position) => rarityIn(answer, indices[position]!, using) ?? ofNoPoint);
}

interface RaritySource {
  readonly client: StoreClient;
  readonly collection: string;
  readonly using: string;
  readonly call: { readonly signal?: AbortSignal };
}

/** `undefined` when no point has the index. */
function rarityIn({ points: [best] }: QueryResult<object>, index: number, using: string): number | undefined {
  const vector = vectorOf(best?.vector, using) as { indices: number[]; values: number[] } | undefined;
  const value = vector?.values[vector.indices.indexOf(index)];
  return value === undefined ? undefined : best!.score / value;
}

function vectorOf(vectors: unknown, name: string): unknown {
  return (vectors as Readonly<Record<string, unknown>> | null | undefined)?.[name];
}
