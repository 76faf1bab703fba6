import type { Schemas } from '@qdrant/js-client-rest';
import {
  type PointId,
  requireInteger,
  requireOneOf,
  type StoredPoint,
  type VectorStore,
  VectorStoreError,
} from '@x/core';
import type { CallOptions } from './api/client-session.ts';
import { requireCollectionName } from './requests/request-runner.ts';
import type { PointStruct } from './types/points.ts';
import type { QueryRequest, QueryResult } from './types/queries.ts';

/** How the similarity of two vectors is measured. */
export type Distance = 'Cosine' | 'Dot' | 'Euclid' | 'Manhattan';

/** What {@link createVectorStore} needs of a client: a `QdrantClient`, whatever its type argument. */
export interface StoreClient {
  collectionExists(collection: string): Promise<{ readonly exists: boolean }>;
  createCollection(collection: string, body: Schemas['CreateCollection']): Promise<boolean>;
  getCollection(collection: string): Promise<Schemas['CollectionInfo']>;
  upsert(
    collection: string,
    body: { readonly points: readonly PointStruct[] },
    options?: CallOptions,
  ): Promise<unknown>;
  query(collection: string, body: QueryRequest, options?: CallOptions): Promise<QueryResult<object>>;
  delete(collection: string, body: { readonly points: readonly PointId[] }, options?: CallOptions): Promise<unknown>;
}

/** Options of {@link createVectorStore}. */
export interface VectorStoreOptions {
  readonly collection: string;
  /** Name of the vector within its point. @default the collection's only, unnamed vector */
  readonly using?: string;
  /** Components of each vector, 1 to 65536. */
  readonly dimension: number;
  /** @default 'Cosine' */
  readonly distance?: Distance;
}

/**
 * A collection as the `VectorStore` of a search pipeline.
 *
 * The first call makes the collection when it is absent, and checks the size and distance of one that is there. The client stays yours to close.
 *
 * @throws {InvalidArgumentError} when an option is out of its range; each method throws what the client's does.
 * @example
 * const store = createVectorStore(client, { collection: 'ships', dimension: 2 });
 * await store.upsert([{ id: 1, vector: new Float32Array([1, 0]), payload: { name: 'Argo' } }]);
 * await store.query(new Float32Array([1, 0]), { limit: 1 }); // => [{ id: 1, score: 1, payload: { name: 'Argo' } }]
 */
export function createVectorStore<Payload extends object = Record<string, unknown>>(
  client: StoreClient,
  { collection, using, dimension, distance = 'Cosine' }: VectorStoreOptions,
): VectorStore<Payload> {
  requireCollectionName(collection);
  requireInteger(dimension, 'dimension', { min: 1, max: 65_536 });
  requireOneOf(distance, 'distance', ['Cosine', 'Dot', 'Euclid', 'Manhattan']);
  const wanted = { dimension, distance };
  let ready: Promise<void> | undefined;
  // A failure is not kept: the server may be back, or the collection made, by the next call.
  const ensure = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    ready ??= ensureCollection(client, collection, using, wanted).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    await ready;
  };
  const toVector = (vector: Float32Array) => (using === undefined ? vector : { [using]: vector });
  return {
    async upsert(points: readonly StoredPoint<Payload>[], { signal } = {}) {
      await ensure(signal);
      if (points.length === 0) return;
      const structs = points.map(({ id, vector, payload }) => ({ id, vector: toVector(vector), payload }));
      await client.upsert(collection, { points: structs }, { ...(signal && { signal }) });
    },
    async query(vector, { limit, filter, signal }) {
      await ensure(signal);
      const target = { query: vector, ...(using === undefined ? {} : { using }) };
      const condition = filter === undefined || filter === null ? {} : { filter: filter as Record<string, unknown> };
      const body = { ...target, ...condition, limit, with_payload: true };
      const { points } = await client.query(collection, body, { ...(signal && { signal }) });
      return points.map(({ id, score, payload }) => ({ id, score, payload: (payload ?? {}) as Payload }));
    },
    async delete(ids: readonly PointId[], { signal } = {}) {
      await ensure(signal);
      if (ids.length > 0) await client.delete(collection, { points: ids }, { ...(signal && { signal }) });
    },
  };
}

interface VectorSpace {
  readonly dimension: number;
  readonly distance: string;
}

async function ensureCollection(
  client: StoreClient,
  collection: string,
  using: string | undefined,
  wanted: VectorSpace & { readonly distance: Distance },
): Promise<void> {
  const { exists } = await client.collectionExists(collection);
  if (!exists) {
    const params = { size: wanted.dimension, distance: wanted.distance };
    try {
      await client.createCollection(collection, { vectors: using === undefined ? params : { [using]: params } });
      return;
    } catch (error) {
      // Another process may have made it since; then it is checked like any other.
      if (!VectorStoreError.isInstance(error) || error.status !== 409) throw error;
    }
  }
  requireSameSpace(await vectorSpaceOf(client, collection, using), wanted, collection, using);
}

async function vectorSpaceOf(
  client: StoreClient,
  collection: string,
  using: string | undefined,
): Promise<VectorSpace | undefined> {
  const { config } = await client.getCollection(collection);
  const vectors: unknown = config.params.vectors;
  const params = using === undefined ? vectors : fieldOf(vectors, using);
  const [size, distance] = [fieldOf(params, 'size'), fieldOf(params, 'distance')];
  return typeof size === 'number' && typeof distance === 'string' ? { dimension: size, distance } : undefined;
}

function requireSameSpace(
  actual: VectorSpace | undefined,
  wanted: VectorSpace,
  collection: string,
  using: string | undefined,
): void {
  if (actual?.dimension === wanted.dimension && actual.distance === wanted.distance) return;
  const vectorName = using === undefined ? 'an unnamed vector' : `a vector "${using}"`;
  const has =
    actual === undefined ? `has no such vector` : `has one of ${actual.dimension} components with ${actual.distance}`;
  throw new VectorStoreError({
    message: `The store needs ${vectorName} of ${wanted.dimension} components with ${wanted.distance}, but the collection "${collection}" ${has}. Use another collection, or the model that filled this one.`,
    operation: 'createVectorStore',
    collection,
    status: 409,
  });
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
