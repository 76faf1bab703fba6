import {
  allOrNone,
  InvalidArgumentError,
  type OptionKinds,
  type PointId,
  requireInteger,
  requireOneOf,
  requireOptions,
  type SearchStore,
  type StoredTokenVectors,
  type StoreVectorOptions,
  type VersionedStore,
} from '@x/core';

import type { QueryResult } from './types/queries.ts';
import { asOneCall } from './vector-store/as-one-call.ts';
import { withClusterOptions } from './vector-store/cluster-client.ts';
import { type ClusterOptions, clusterOptionKinds, requireClusterOptions } from './vector-store/cluster-options.ts';
import { CollectionStore, type CollectionStoreOptions } from './vector-store/collection-store.ts';
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
  /** Components of each text vector and each token vector, 1 to 65536. */
  readonly dimension: number;
  /** The distance between text vectors. Token vectors are always compared by dot product. @default 'Cosine' */
  readonly distance?: Distance;
  /** Whether to store words, for BM25. @default true */
  readonly words?: boolean;
  /**
   * How to store token vectors, or false for none. A vector of 384 components takes 1,536 bytes as `float32`, 768 as `float16`, 388 as `int8`, 193 as
   * `int4` and 48 as `bit`. With `int8` and `bit`, a server stores the full vectors too. A server supports `int4` since 1.19.
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
 * Creates a pipeline's store over one collection, for search by meaning, words and tokens. The vectors are named `dense`, `words` and `tokens`.
 *
 * The first call creates the collection when it does not exist. An existing collection must have the vectors of these options with the same settings,
 * and no `words` or `tokens` that the options turn off. Otherwise each method rejects with status 409. The store does not close the client.
 *
 * @throws {InvalidArgumentError} when an option is out of range. Each method throws what the client's methods throw.
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
    // The length of each query row is its weight. Cosine would normalize it.
    ...(tokens !== false && { [names.tokens]: { dimension, distance: 'Dot', multi: true, storage: tokens } }),
  };
  return new WordsAndTokensStore<Payload>(client, {
    collection,
    vectors,
    shardKey,
    cluster,
    options: { [names.words]: 'words', [names.tokens]: 'tokens' },
    ...((distance === 'Euclid' || distance === 'Manhattan') && { lowerIsCloser: [names.dense] }),
    dimension,
    searchVectors: {
      dense: names.dense,
      ...(words && { words: names.words }),
      ...(tokens !== false && { tokens: names.tokens }),
    },
  });
}

interface WordsAndTokensOptions
  extends CollectionStoreOptions, Required<Pick<SearchStore<object>, 'dimension' | 'searchVectors'>> {}

/** A store over one collection that also reads the rarity of words and the vectors of tokens. */
class WordsAndTokensStore<Payload extends object> extends CollectionStore<Payload> implements SearchStore<Payload> {
  readonly dimension: number;
  readonly searchVectors: WordsAndTokensOptions['searchVectors'];
  readonly #client: StoreClient;
  readonly #collection: string;

  constructor(client: StoreClient, { dimension, searchVectors, ...options }: WordsAndTokensOptions) {
    super(client, options);
    this.dimension = dimension;
    this.searchVectors = searchVectors;
    this.#client = client;
    this.#collection = options.collection;
  }

  async inverseDocumentFrequencies(indices: Uint32Array, options: StoreVectorOptions): Promise<Float32Array> {
    const { using, signal } = requireOptions(options, vectorOptionKinds);
    return asOneCall(this.#client, async () => {
      await this.ensure(signal);
      if (indices.length === 0) return new Float32Array();
      return rarityOf(indices, { client: this.#client, collection: this.#collection, using, signal });
    });
  }

  async readTokenVectors(ids: readonly PointId[], options: StoreVectorOptions): Promise<StoredTokenVectors[]> {
    const { using, signal } = requireOptions(options, vectorOptionKinds);
    return asOneCall(this.#client, async () => {
      const call = await this.ensure(signal);
      if (ids.length === 0) return [];
      const wanted = { ids, with_payload: false, with_vector: [using] };
      const points = await this.#client.retrieve(this.#collection, wanted, call);
      return points.flatMap(({ id, vector }) => {
        const rows = vectorOf(vector, using) as readonly (readonly number[])[] | undefined;
        return rows === undefined ? [] : [{ id, tokenVectors: rows.map((row) => Float32Array.from(row)) }];
      });
    });
  }
}

function requireTokens(tokens: TokenStorage | false): void {
  if (tokens === false || tokenStorages.includes(tokens)) return;
  const expected = `one of ${tokenStorages.map((storage) => `'${storage}'`).join(', ')}, or false`;
  throw new InvalidArgumentError({ parameter: 'tokens', value: tokens, expected });
}

/**
 * Returns the inverse document frequency of each index. Finds the best point by each index alone; its score divided by its value is the inverse
 * document frequency. This works with every server.
 *
 * A server counts a deleted or replaced point until an optimizer rebuilds its segment, and each shard counts its own points
 * (qdrant/qdrant lib/segment/src/segment/segment_ops.rs, lib/segment/src/index/sparse_index/sparse_vector_index/read_view/idf.rs).
 */
async function rarityOf(
  indices: Uint32Array,
  { client, collection, using, signal }: RaritySource,
): Promise<Float32Array> {
  const searches = Array.from(indices, (index) => {
    const query = { indices: [index], values: [1] };
    return { query, using, limit: 1, with_payload: false, with_vector: [using] };
  });
  const [answers, { count }] = await allOrNone(signal, (stop) => [
    client.queryBatch(collection, { searches }, { signal: stop }),
    client.count(collection, { exact: true, filter: { must: [{ has_vector: using }] } }, { signal: stop }),
  ]);
  const ofNoPoint = Math.log(1 + (count + 0.5) / 0.5);
  return Float32Array.from(answers, (answer, position) => rarityIn(answer, indices[position]!, using) ?? ofNoPoint);
}

interface RaritySource {
  readonly client: StoreClient;
  readonly collection: string;
  readonly using: string;
  readonly signal: AbortSignal | undefined;
}

/** Returns `undefined` when no point has the index. */
function rarityIn({ points: [best] }: QueryResult<object>, index: number, using: string): number | undefined {
  const vector = vectorOf(best?.vector, using) as { indices: number[]; values: number[] } | undefined;
  const value = vector?.values[vector.indices.indexOf(index)];
  return value === undefined ? undefined : best!.score / value;
}

function vectorOf(vectors: unknown, name: string): unknown {
  return (vectors as Readonly<Record<string, unknown>> | null | undefined)?.[name];
}
