import type { QdrantClient as OfficialClient, Schemas } from '@qdrant/js-client-rest';
import { type Embedder, InvalidArgumentError, requireText } from '@x/core';
import { openBackend, type QdrantLocation } from './backend/open-backend.ts';
import { createEmbedderRegistry, type EmbedderRegistry } from './inference/embedder-registry.ts';
import { RequestRunner } from './requests/request-runner.ts';
import type {
  CountRequest,
  DeleteRequest,
  PointStruct,
  RetrievedPoint,
  RetrieveRequest,
  ScrollRequest,
  ScrollResult,
  SetPayloadRequest,
  UpsertRequest,
} from './types/points.ts';
import type { QueryRequest, QueryResult } from './types/queries.ts';
import { pointsOfColumns, type UploadColumns } from './upload/points-of-columns.ts';
import { uploadPoints, type UploadOptions } from './upload/upload-points.ts';

/** Options of {@link QdrantClient}, the same for every location. */
export interface QdrantClientOptions {
  /** Turn `Document(...)` into vectors; found by their `modelName`. They stay yours to dispose. @default [] */
  readonly embedders?: readonly Embedder[];
  /** Send inference objects to the server as they are, for models that it runs. @default false */
  readonly cloudInference?: boolean;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call, on the wire too; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
}

/** Body of `createCollection`, as of the official client. */
export type CreateCollectionRequest = Schemas['CreateCollection'] & { readonly timeout?: number };

/**
 * One Qdrant client for memory, a folder, a server and a cluster: the same calls, answers and errors everywhere.
 *
 * Methods and bodies are those of the official JavaScript client, with the signal of a call in a last argument. Writes wait until reads can see
 * them. Inference objects may stand wherever a vector may.
 *
 * @example
 * await using client = new QdrantClient(':memory:');
 * await client.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
 * await client.upsert('ships', { points: [{ id: 1, vector: [1, 0], payload: { name: 'Argo' } }] });
 * const { points } = await client.queryPoints('ships', { query: [1, 0] });
 * points[0]?.payload; // => { name: 'Argo' }
 */
export class QdrantClient implements AsyncDisposable {
  readonly #registry: EmbedderRegistry;
  readonly #runner: RequestRunner;

  /**
   * Opens a location; a server is not spoken to before the first call.
   *
   * @throws {InvalidArgumentError} when the location is not exactly one, or an option cannot be used with it.
   * @throws {VectorStoreError} when a folder cannot be opened.
   */
  constructor(location: QdrantLocation, { embedders = [], cloudInference = false }: QdrantClientOptions = {}) {
    this.#registry = createEmbedderRegistry(embedders);
    if (cloudInference && (location === ':memory:' || (typeof location === 'object' && 'path' in location))) {
      const expected = 'false without a server: pass embedders instead, or use { url } of a server that runs models';
      throw new InvalidArgumentError({ parameter: 'cloudInference', value: cloudInference, expected });
    }
    this.#runner = new RequestRunner(openBackend(location), {
      registry: this.#registry,
      isServerSide: cloudInference,
    });
  }

  /** The official client of a server, for what this class does not wrap; undefined in memory and in a folder. */
  get remote(): OfficialClient | undefined {
    return this.#runner.backend.remote;
  }

  /**
   * Components of the vectors of a model, without running it.
   *
   * @throws {UnknownModelError} when no embedder of the client has the model.
   * @throws {InvalidArgumentError} when the client has no embedders.
   */
  getEmbeddingSize(model: string): number {
    return this.#registry.get(requireText(model, 'model')).dimension;
  }

  /** Makes a collection. @throws {VectorStoreError} 409 when it exists. */
  createCollection(collection: string, body: CreateCollectionRequest, options?: CallOptions): Promise<boolean> {
    return this.#runner.run('createCollection', { collection, body, ...options });
  }

  /** Whether there is such a collection. */
  collectionExists(collection: string, options?: CallOptions): Promise<Schemas['CollectionExistence']> {
    return this.#runner.run('collectionExists', { collection, ...options });
  }

  /** Configuration and size of a collection. @throws {VectorStoreError} 404 when there is none. */
  getCollection(collection: string, options?: CallOptions): Promise<Schemas['CollectionInfo']> {
    return this.#runner.run('getCollection', { collection, ...options });
  }

  /** The names of all collections. */
  getCollections(options?: CallOptions): Promise<Schemas['CollectionsResponse']> {
    return this.#runner.run('getCollections', { ...options });
  }

  /** Deletes a collection with all its points; false when there is none. */
  deleteCollection(collection: string, options?: CallOptions): Promise<boolean> {
    return this.#runner.run('deleteCollection', { collection, ...options });
  }

  /**
   * Stores points, replacing those with the same ids: all of them, or none when it rejects.
   *
   * @throws {InvalidArgumentError} naming the first bad id or vector.
   * @throws {UnknownModelError} when no embedder of the client has the model of an inference object.
   * @throws {VectorStoreError} when the store refuses or fails.
   */
  upsert(collection: string, body: UpsertRequest, options?: CallOptions): Promise<Schemas['UpdateResult']> {
    return this.#runner.run('upsert', { collection, body: { wait: true, ...body }, kind: 'upsertBody', ...options });
  }

  /**
   * Stores any number of points, embedding where needed.
   *
   * An array is checked as a whole, against the collection too, before the first point is stored; in memory and in a folder it is then stored
   * whole or not at all, on a server in batches. An (async) iterable goes batch by batch, each whole or not at all. The next batch is
   * embedded while `parallel` others are being stored, and no more are held in memory. An upload that stopped part of the way rejects with an
   * {@link UploadError}, which says where to go on; repeating the whole of it is safe too.
   *
   * @throws {InvalidArgumentError} naming the first bad id or vector.
   * @throws {UnknownModelError} when no embedder of the client has the model of an inference object.
   * @throws {UploadError} when the upload stops after points were stored.
   * @throws {VectorStoreError} when the store refuses or fails before.
   */
  uploadPoints(
    collection: string,
    points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
    options?: UploadOptions,
  ): Promise<void> {
    return uploadPoints(this.#runner, collection, points, options);
  }

  /**
   * Stores points given by column, as {@link QdrantClient.uploadPoints} stores a stream of them; without `ids` each gets a random UUID.
   *
   * @throws {InvalidArgumentError} when ids or one name's vectors end before the others, and as `uploadPoints` does.
   */
  uploadCollection(collection: string, columns: UploadColumns, options?: UploadOptions): Promise<void> {
    return uploadPoints(this.#runner, collection, pointsOfColumns(columns), options);
  }

  /** The points with these ids, payload included unless `with_payload: false`; unknown ids are left out. */
  retrieve<Payload extends object = Record<string, unknown>>(
    collection: string,
    body: RetrieveRequest,
    options?: CallOptions,
  ): Promise<RetrievedPoint<Payload>[]> {
    const request = { collection, body: { with_payload: true, ...body }, kind: 'idsBody', ...options } as const;
    return this.#runner.run('retrieve', request) as Promise<RetrievedPoint<Payload>[]>;
  }

  /** Deletes points by ids or by a filter; unknown ids are ignored. */
  delete(collection: string, body: DeleteRequest, options?: CallOptions): Promise<Schemas['UpdateResult']> {
    return this.#runner.run('delete', { collection, body: { wait: true, ...body }, kind: 'idsBody', ...options });
  }

  /** Merges fields into the payload of points chosen by ids or by a filter. */
  setPayload(collection: string, body: SetPayloadRequest, options?: CallOptions): Promise<Schemas['UpdateResult']> {
    return this.#runner.run('setPayload', { collection, body: { wait: true, ...body }, kind: 'idsBody', ...options });
  }

  /**
   * Searches with the server's defaults: 10 points, without payload.
   *
   * @throws {InvalidArgumentError} naming the place of a bad vector or id.
   * @throws {UnknownModelError} when no embedder of the client has the model of an inference object.
   * @throws {VectorStoreError} when the store refuses or fails, e.g. 404 without the collection.
   */
  query<Payload extends object = Record<string, unknown>>(
    collection: string,
    body: QueryRequest,
    options?: CallOptions,
  ): Promise<QueryResult<Payload>> {
    const request = { collection, body, kind: 'queryBody', ...options } as const;
    return this.#runner.run('query', request) as Promise<QueryResult<Payload>>;
  }

  /** Searches with the Python client's defaults: 10 points, with payload. Throws as {@link QdrantClient.query} does. */
  queryPoints<Payload extends object = Record<string, unknown>>(
    collection: string,
    body: QueryRequest,
    options?: CallOptions,
  ): Promise<QueryResult<Payload>> {
    return this.query(collection, { limit: 10, with_payload: true, ...body }, options);
  }

  /** A page of points in the order of their ids; pass its `next_page_offset` as the next page's `offset`. */
  scroll<Payload extends object = Record<string, unknown>>(
    collection: string,
    { offset, ...body }: ScrollRequest = {},
    options?: CallOptions,
  ): Promise<ScrollResult<Payload>> {
    const start = offset === undefined || offset === null ? {} : { offset };
    const page = { limit: 10, with_payload: true, with_vector: false, ...body, ...start };
    const request = { collection, body: page, kind: 'scrollBody', ...options } as const;
    return this.#runner.run('scroll', request) as Promise<ScrollResult<Payload>>;
  }

  /** How many points there are, or match the filter; exactly, unless `exact: false`. */
  count(collection: string, body: CountRequest = {}, options?: CallOptions): Promise<Schemas['CountResult']> {
    return this.#runner.run('count', { collection, body: { exact: true, ...body }, ...options });
  }

  /** Ends the client; a second call changes nothing, any other then throws {@link DisposedError}. Embedders stay loaded. */
  close(): Promise<void> {
    return this.#runner.close();
  }

  /** The same as {@link QdrantClient.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
