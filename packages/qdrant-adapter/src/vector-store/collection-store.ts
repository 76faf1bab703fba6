import {
  type NamedVectorsPoint,
  type OptionKinds,
  type PointId,
  requireKind,
  requireOptions,
  type SearchStore,
  type SearchStoreQueryOptions,
  type StoreDatabase,
  type StoreHit,
  type StorePayload,
  type StorePrefetch,
  type StoreVector,
  type VersionedScanOptions,
  type VersionedStore,
  type VersionGuard,
} from '@x/core';
import type { Schemas } from '@qdrant/js-client-rest';

import { requireCollectionName } from '../requests/request-runner.ts';
import type { QueryRequest } from '../types/queries.ts';
import type { PointVectors } from '../types/vectors.ts';
import { requireFittingVectors } from '../upload/require-fitting-vectors.ts';
import { asOneCall } from './as-one-call.ts';
import { ensureCollection } from './ensure-collection.ts';
import type { StoreClient } from './store-client.ts';
import { requireStoreClient } from './store-options.ts';
import type { WantedVectors } from './find-mismatch.ts';
import {
  ensureRangeIndex,
  equals,
  notNewer,
  parentOf,
  requireConditionalWrites,
  requireGuard,
  requireScan,
} from './version-guard.ts';

interface CallOptions {
  readonly signal?: AbortSignal;
}

const callKinds: OptionKinds<CallOptions> = { signal: 'signal' };
const queryKinds: OptionKinds<SearchStoreQueryOptions> = {
  limit: 'any',
  using: 'text',
  filter: 'any',
  prefetch: 'list',
  signal: 'signal',
};

type Store<Payload extends object> = Pick<SearchStore<Payload>, 'query'> & Omit<VersionedStore<Payload>, 'query'>;

/** The collection of a store, with its vectors, which are already checked. */
export interface CollectionStoreOptions extends WantedVectors {
  readonly collection: string;
  /** The default vector name of calls; `undefined` for the unnamed vector. */
  readonly only?: string | undefined;
  /** Whether lower scores are closer: of all vectors, or of the named ones. @default false */
  readonly lowerIsCloser?: boolean | readonly string[];
}

const pointsPerPage = 256;

/** The methods of a store over a collection. The first call creates a missing collection, and checks an existing one. */
export class CollectionStore<Payload extends object> implements Store<Payload> {
  readonly database: StoreDatabase;
  readonly lowerIsCloser: boolean | readonly string[];
  readonly #client: StoreClient;
  readonly #collection: string;
  readonly #wanted: WantedVectors;
  readonly #only: string | undefined;
  /** Results of work that is done once, at the first call that needs it. */
  readonly #done = new Map<string, Promise<unknown>>();

  constructor(client: StoreClient, { collection, only, lowerIsCloser = false, ...wanted }: CollectionStoreOptions) {
    requireStoreClient(client);
    requireCollectionName(collection);
    this.#client = client;
    this.#collection = collection;
    this.database = { system: 'qdrant', collection, ...client.endpoint };
    this.#wanted = wanted;
    this.#only = only;
    this.lowerIsCloser = lowerIsCloser;
  }

  /** Ensures that the collection exists. Resolves with the options for further calls. */
  async ensure(signal: AbortSignal | undefined): Promise<CallOptions> {
    await this.#params(signal);
    return signal === undefined ? {} : { signal };
  }

  async upsert(points: readonly NamedVectorsPoint<Payload>[], options: CallOptions = {}): Promise<void> {
    const { signal } = requireOptions(options, callKinds);
    await asOneCall(this.#client, () => this.#write(points, {}, signal));
  }

  async upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard): Promise<void> {
    const { field, signal } = requireGuard(guard);
    await asOneCall(this.#client, async () => {
      await this.#ensureGuard([field], signal);
      await this.#write(points, { update_filter: notNewer(guard) }, signal);
    });
  }

  async updateUnlessNewer(
    ids: readonly PointId[],
    values: Readonly<Record<string, number | string>>,
    guard: VersionGuard,
  ): Promise<void> {
    requireKind(values, 'object', 'values');
    const { field, signal } = requireGuard(guard);
    await asOneCall(this.#client, async () => {
      const call = await this.#ensureGuard([field], signal);
      if (ids.length === 0) return;
      const filter = { must: [{ has_id: ids }], ...notNewer(guard) };
      await this.#client.setPayload(this.#collection, { payload: values, ...parentOf(field), filter }, call);
    });
  }

  async deleteUnlessNewer(ids: readonly PointId[], guard: VersionGuard): Promise<void> {
    const { field, signal } = requireGuard(guard);
    await asOneCall(this.#client, async () => {
      const call = await this.#ensureGuard([field], signal);
      if (ids.length === 0) return;
      const filter = { must: [{ has_id: ids }], ...notNewer(guard) };
      await this.#client.delete(this.#collection, { filter }, call);
    });
  }

  async *scanUnlessNewer(options: VersionedScanOptions): AsyncGenerator<StorePayload<Payload>, void, undefined> {
    const { field, where = {}, signal } = requireScan(options);
    const call = await this.#ensureGuard([field, ...Object.keys(where)], signal);
    const must = Object.entries(where).map(([path, value]) => equals(path, value));
    yield* this.#pages({ filter: { must, ...notNewer(options) } }, call);
  }

  async query(vector: StoreVector, options: SearchStoreQueryOptions): Promise<StoreHit<Payload>[]> {
    const { limit, using = this.#only, filter, prefetch, signal } = requireOptions(options, queryKinds);
    const condition = filter === undefined || filter === null ? {} : { filter: filter as Record<string, unknown> };
    const searches = prefetch?.filter(findsSomething).map((search) => {
      return { ...searchOf(search.vector, search.using), ...condition, limit: search.limit };
    });
    const scope = searches === undefined ? condition : { prefetch: searches };
    const body = { ...searchOf(vector, using), ...scope, limit, with_payload: true };
    return asOneCall(this.#client, async () => {
      const call = await this.ensure(signal);
      if (searches?.length === 0) return [];
      const { points } = await this.#client.query(this.#collection, body, call);
      return points.map((point) => ({ ...toStored<Payload>(point), score: point.score }));
    });
  }

  async delete(ids: readonly PointId[], options: CallOptions = {}): Promise<void> {
    const { signal } = requireOptions(options, callKinds);
    await asOneCall(this.#client, async () => {
      const call = await this.ensure(signal);
      if (ids.length > 0) await this.#client.delete(this.#collection, { points: ids }, call);
    });
  }

  async retrieve(ids: readonly PointId[], options: CallOptions = {}): Promise<StorePayload<Payload>[]> {
    const { signal } = requireOptions(options, callKinds);
    return asOneCall(this.#client, async () => {
      const call = await this.ensure(signal);
      if (ids.length === 0) return [];
      const wanted = { ids, with_payload: true, with_vector: false };
      const points = await this.#client.retrieve(this.#collection, wanted, call);
      return points.map((point) => toStored<Payload>(point));
    });
  }

  async *scan(options: CallOptions = {}): AsyncGenerator<StorePayload<Payload>, void, undefined> {
    const { signal } = requireOptions(options, callKinds);
    yield* this.#pages({}, await this.ensure(signal));
  }

  async #write(
    points: readonly NamedVectorsPoint<Payload>[],
    condition: Pick<Parameters<StoreClient['upsert']>[1], 'update_filter'>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const params = await this.#params(signal);
    if (points.length === 0) return;
    const structs = points.map(({ id, vector, payload }) => ({ id, vector: this.#toVectors(vector), payload }));
    // A server would store the points before the first one that does not fit.
    requireFittingVectors(this.#collection, params, structs, { operation: 'upsert' });
    await this.#client.upsert(this.#collection, { points: structs, ...condition }, await this.ensure(signal));
  }

  async *#pages(
    condition: Pick<Parameters<StoreClient['scrollAll']>[1], 'filter'>,
    call: CallOptions,
  ): AsyncGenerator<StorePayload<Payload>, void, undefined> {
    const page = { limit: pointsPerPage, with_payload: true, with_vector: false, ...condition };
    for await (const point of this.#client.scrollAll(this.#collection, page, call)) yield toStored<Payload>(point);
  }

  /** Like {@link ensure}, and also ensures that the server supports conditional writes and has an index for each of these fields. */
  async #ensureGuard(fields: readonly string[], signal: AbortSignal | undefined): Promise<CallOptions> {
    const call = await this.ensure(signal);
    await this.#once('conditions', () => requireConditionalWrites(this.#client, this.#collection));
    for (const field of fields) {
      await this.#once(`index ${field}`, () => ensureRangeIndex(this.#client, this.#collection, field));
    }
    signal?.throwIfAborted();
    return call;
  }

  /** A failure is not cached: by the next call the server may be back, or the collection may exist. */
  async #once<T>(name: string, work: () => Promise<T>): Promise<T> {
    const known = this.#done.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const doing = asOneCall(this.#client, work);
    this.#done.set(name, doing);
    return doing.catch((error: unknown) => {
      this.#done.delete(name);
      throw error;
    });
  }

  async #params(signal: AbortSignal | undefined): Promise<Schemas['CollectionParams']> {
    signal?.throwIfAborted();
    return this.#once('collection', () => ensureCollection(this.#client, this.#collection, this.#wanted));
  }

  #toVectors(vector: NamedVectorsPoint['vector']): PointVectors {
    return this.#only === undefined || !(vector instanceof Float32Array) ? vector : { [this.#only]: vector };
  }
}

function searchOf(vector: StoreVector, using: string | undefined): Pick<QueryRequest, 'query' | 'using'> {
  return { query: vector, ...(using === undefined ? {} : { using }) };
}

/** A server refuses an empty sparse vector. */
function findsSomething({ vector }: StorePrefetch): boolean {
  return !('indices' in vector) || vector.indices.length > 0;
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
