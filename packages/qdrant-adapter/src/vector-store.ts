import {
  InvalidArgumentError,
  type PointId,
  type ReadableVectorStore,
  requireInteger,
  requireOneOf,
  type NamedVectorsPoint,
  type StorePayload,
  type StoreVector,
} from '@x/core';
import type { Schemas } from '@qdrant/js-client-rest';
import { requireCollectionName } from './requests/request-runner.ts';
import type { VectorInput } from './types/queries.ts';
import type { PointVectors } from './types/vectors.ts';
import { requireFittingVectors } from './upload/require-fitting-vectors.ts';
import { ensureCollection } from './vector-store/ensure-collection.ts';
import type { StoreClient } from './vector-store/store-client.ts';
import type { Distance, StoreVectorSettings } from './vector-store/store-vectors.ts';

/** Options of {@link createVectorStore} for one dense vector. */
export interface VectorStoreOptions {
  readonly collection: string;
  /** Name of the vector within its point. @default the collection's only, unnamed vector */
  readonly using?: string;
  /** Components of each vector, 1 to 65536. */
  readonly dimension: number;
  /** @default 'Cosine' */
  readonly distance?: Distance;
}

/** Options of {@link createVectorStore} for several vectors. */
export interface VectorsStoreOptions {
  readonly collection: string;
  /** Each vector by its name. */
  readonly vectors: Readonly<Record<string, StoreVectorSettings>>;
}

const pointsPerPage = 256;

/**
 * A collection as the store of a search pipeline.
 *
 * The first call makes the collection when it is absent, and checks the vectors of one that is there. The client stays yours to close.
 *
 * @throws {InvalidArgumentError} when an option is out of its range; each method throws what the client's does.
 * @example
 * const store = createVectorStore(client, { collection: 'ships', dimension: 2 });
 * await store.upsert([{ id: 1, vector: new Float32Array([1, 0]), payload: { name: 'Argo' } }]);
 * await store.query(new Float32Array([1, 0]), { limit: 1 }); // => [{ id: 1, score: 1, payload: { name: 'Argo' } }]
 */
export function createVectorStore<Payload extends object = Record<string, unknown>>(
  client: StoreClient,
  options: VectorStoreOptions | VectorsStoreOptions,
): ReadableVectorStore<Payload> {
  const { collection } = options;
  requireCollectionName(collection);
  const vectors = vectorsOf(options);
  const only = 'vectors' in options ? undefined : options.using;
  let ready: Promise<Schemas['CollectionParams']> | undefined;
  // A failure is not kept: the server may be back, or the collection made, by the next call.
  const paramsOfCollection = async (signal: AbortSignal | undefined): Promise<Schemas['CollectionParams']> => {
    signal?.throwIfAborted();
    ready ??= ensureCollection(client, collection, vectors).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };
  const ensure = async (signal: AbortSignal | undefined): Promise<{ signal?: AbortSignal }> => {
    await paramsOfCollection(signal);
    return signal === undefined ? {} : { signal };
  };
  const toVectors = (vector: NamedVectorsPoint['vector']): PointVectors =>
    only === undefined || !(vector instanceof Float32Array) ? vector : { [only]: vector };
  return {
    ...lowerIsCloserOf(options),
    async upsert(points: readonly NamedVectorsPoint<Payload>[], { signal } = {}) {
      const call = await ensure(signal);
      if (points.length === 0) return;
      const structs = points.map(({ id, vector, payload }) => ({ id, vector: toVectors(vector), payload }));
      // A server would write the points before the first that does not fit.
      requireFittingVectors(collection, await paramsOfCollection(signal), structs, { operation: 'upsert' });
      await client.upsert(collection, { points: structs }, call);
    },
    async query(vector: StoreVector, { limit, using = only, filter, signal }) {
      const call = await ensure(signal);
      const target = { query: vector as VectorInput, ...(using === undefined ? {} : { using }) };
      const condition = filter === undefined || filter === null ? {} : { filter: filter as Record<string, unknown> };
      const body = { ...target, ...condition, limit, with_payload: true };
      const { points } = await client.query(collection, body, call);
      return points.map((point) => ({ ...toStored<Payload>(point), score: point.score }));
    },
    async delete(ids: readonly PointId[], { signal } = {}) {
      const call = await ensure(signal);
      if (ids.length > 0) await client.delete(collection, { points: ids }, call);
    },
    async retrieve(ids: readonly PointId[], { signal } = {}) {
      const call = await ensure(signal);
      if (ids.length === 0) return [];
      const points = await client.retrieve(collection, { ids, with_payload: true, with_vector: false }, call);
      return points.map(toStored<Payload>);
    },
    async *scan({ signal } = {}) {
      const call = await ensure(signal);
      const page = { limit: pointsPerPage, with_payload: true, with_vector: false };
      for await (const point of client.scrollAll(collection, page, call)) yield toStored<Payload>(point);
    },
  };
}

function lowerIsCloserOf(
  options: VectorStoreOptions | VectorsStoreOptions,
): Pick<ReadableVectorStore, 'lowerIsCloser'> {
  if (!('vectors' in options)) return isDistance(options) ? { lowerIsCloser: true } : {};
  const names = Object.keys(options.vectors).filter((name) => isDistance(options.vectors[name]!));
  return names.length > 0 ? { lowerIsCloser: names } : {};
}

function isDistance(settings: StoreVectorSettings | VectorStoreOptions): boolean {
  return 'distance' in settings && (settings.distance === 'Euclid' || settings.distance === 'Manhattan');
}

function toStored<Payload extends object>({
  id,
  payload,
}: {
  readonly id: PointId;
  readonly payload?: unknown;
}): StorePayload<Payload> {
  return { id, payload: (payload ?? {}) as Payload };
}

/** The vectors by name; the unnamed one's name is the empty string. */
function vectorsOf(options: VectorStoreOptions | VectorsStoreOptions): Readonly<Record<string, StoreVectorSettings>> {
  if (!('vectors' in options)) {
    const { using = '', dimension, distance } = options;
    return requireVectors({ [using]: { dimension, ...(distance && { distance }) } }, '');
  }
  if (Object.keys(options.vectors).length === 0) {
    throw new InvalidArgumentError({ parameter: 'vectors', value: options.vectors, expected: 'at least one vector' });
  }
  return requireVectors(options.vectors, 'vectors.');
}

function requireVectors(
  vectors: Readonly<Record<string, StoreVectorSettings>>,
  path: string,
): Readonly<Record<string, StoreVectorSettings>> {
  for (const [name, settings] of Object.entries(vectors)) {
    const at = path === '' ? '' : `${path}${name}.`;
    if ('sparse' in settings) continue;
    requireInteger(settings.dimension, `${at}dimension`, { min: 1, max: 65_536 });
    requireOneOf(settings.distance ?? 'Cosine', `${at}distance`, ['Cosine', 'Dot', 'Euclid', 'Manhattan']);
  }
  return vectors;
}
