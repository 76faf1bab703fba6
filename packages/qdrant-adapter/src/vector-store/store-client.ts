import type { PointId } from '@x/core';
import type { Schemas } from '@qdrant/js-client-rest';
import type { CallOptions } from '../api/method-group.ts';
import type { PointStruct } from '../types/points.ts';
import type { QueryRequest, QueryResult } from '../types/queries.ts';

interface ReadOptions {
  readonly with_payload: boolean;
  readonly with_vector: boolean;
}

interface ReadPoint {
  readonly id: PointId;
  readonly payload?: object | null;
}

/** What `createVectorStore` needs of a client: a `QdrantClient`, whatever its type argument. */
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
  retrieve(
    collection: string,
    body: ReadOptions & { readonly ids: readonly PointId[] },
    options?: CallOptions,
  ): Promise<readonly ReadPoint[]>;
  scrollAll(
    collection: string,
    body: ReadOptions & { readonly limit: number },
    options?: CallOptions,
  ): AsyncIterable<ReadPoint>;
}
