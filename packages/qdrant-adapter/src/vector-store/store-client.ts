import type { PointId } from '@x/core';
import type { Schemas } from '@qdrant/js-client-rest';
import type { CallOptions } from '../api/method-group.ts';
import type { ServerEndpoint } from '../backend/qdrant-backend.ts';
import type { PointStruct } from '../types/points.ts';
import type { QueryBatchRequest, QueryRequest, QueryResult } from '../types/queries.ts';

interface ReadOptions {
  readonly with_payload: boolean;
  readonly with_vector: boolean;
}

/** The filter of a request, regardless of the types of the collection. */
type StoreFilter = Readonly<Record<string, unknown>>;

interface ReadPoint {
  readonly id: PointId;
  readonly payload?: object | null;
  readonly vector?: unknown;
}

/** The methods of a client that `createVectorStore` uses. A `QdrantClient` with any type argument has them. */
export interface StoreClient {
  readonly endpoint?: ServerEndpoint | undefined;
  collectionExists(collection: string): Promise<{ readonly exists: boolean }>;
  createCollection(collection: string, body: Schemas['CreateCollection']): Promise<boolean>;
  getCollection(collection: string): Promise<Schemas['CollectionInfo']>;
  listShardKeys(collection: string): Promise<Schemas['ShardKeysResponse']>;
  createShardKey(collection: string, body: Schemas['CreateShardingKey']): Promise<boolean>;
  upsert(
    collection: string,
    body: { readonly points: readonly PointStruct[]; readonly update_filter?: StoreFilter },
    options?: CallOptions,
  ): Promise<unknown>;
  query(collection: string, body: QueryRequest, options?: CallOptions): Promise<QueryResult<object>>;
  queryBatch(
    collection: string,
    body: QueryBatchRequest,
    options?: CallOptions,
  ): Promise<readonly QueryResult<object>[]>;
  count(
    collection: string,
    body: { readonly exact: boolean; readonly filter?: StoreFilter },
    options?: CallOptions,
  ): Promise<{ readonly count: number }>;
  delete(
    collection: string,
    body: { readonly points: readonly PointId[] } | { readonly filter: StoreFilter },
    options?: CallOptions,
  ): Promise<unknown>;
  setPayload(
    collection: string,
    body: { readonly payload: object; readonly key?: string; readonly filter: StoreFilter },
    options?: CallOptions,
  ): Promise<unknown>;
  createPayloadIndex(
    collection: string,
    body: { readonly field_name: string; readonly field_schema: Schemas['PayloadFieldSchema'] },
  ): Promise<unknown>;
  versionInfo(): Promise<{ readonly version: string }>;
  retrieve(
    collection: string,
    // `unknown`, because clients with typed collections accept only the names of their vectors.
    body: { readonly ids: readonly PointId[]; readonly with_payload?: unknown; readonly with_vector?: unknown },
    options?: CallOptions,
  ): Promise<readonly ReadPoint[]>;
  scrollAll(
    collection: string,
    body: ReadOptions & { readonly limit: number; readonly filter?: StoreFilter },
    options?: CallOptions,
  ): AsyncIterable<ReadPoint>;
}
