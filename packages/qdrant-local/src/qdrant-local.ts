import { InvalidArgumentError, requireText } from '@x/core';

import { type CollectionContext, Database } from './engine/database.ts';
import { planDelete, planSetPayload, planUpsert } from './engine/plan-writes.ts';
import { readCollectionConfig, requireCollectionName } from './requests/read-collection-config.ts';
import { readPoints } from './requests/read-points.ts';
import { readCount, readRetrieve, readScroll } from './requests/read-reads.ts';
import { readQuery } from './requests/read-query.ts';
import { readDelete, readSetPayload } from './requests/read-updates.ts';
import type {
  CountRequest,
  CreateCollectionRequest,
  DeleteRequest,
  QueryRequest,
  RetrieveRequest,
  ScrollRequest,
  SetPayloadRequest,
  UpsertRequest,
} from './requests/request-types.ts';
import type {
  CollectionInfo,
  PointRecordResult,
  QueryResult,
  ScrollResult,
  UpdateResult,
} from './requests/result-types.ts';
import { LmdbStorage } from './storage/lmdb-storage.ts';
import { MemoryStorage } from './storage/memory-storage.ts';

/** Options of {@link QdrantLocal}. */
export interface QdrantLocalOptions {
  /** Folder to keep the collections in, made if it is missing. @default none: the collections live in memory only */
  readonly path?: string | undefined;
}

/**
 * Qdrant's engine in this process, with the method names and request bodies of the official JavaScript client.
 *
 * Every request is checked whole before anything changes, so a call that rejects has changed nothing. Writes to a
 * collection happen in the order of the calls; a read sees every write that was called before it. Answers are copies.
 *
 * Every method rejects with a `VectorStoreError` that carries Qdrant's status and wording, or with a `DisposedError`
 * after {@link QdrantLocal.close}.
 *
 * @example
 * await using database = new QdrantLocal();
 * await database.createCollection('fruit', { vectors: { size: 2, distance: 'Dot' } });
 * await database.upsert('fruit', { points: [{ id: 1, vector: [1, 2] }, { id: 2, vector: [3, 4] }] });
 * await database.query('fruit', { query: [1, 0], limit: 1 });
 * // => { points: [{ id: 2, version: 0, score: 3 }] }
 */
export class QdrantLocal {
  readonly #database: Database;

  /**
   * Opens nothing yet: with a `path`, the first call opens the folder, and it is that call that rejects when the folder
   * is in use, damaged or not a database.
   *
   * @throws {InvalidArgumentError} when `path` is an empty string or not a string.
   */
  constructor({ path }: QdrantLocalOptions = {}) {
    if (path !== undefined && requireText(path, 'path') === '') {
      throw new InvalidArgumentError({ parameter: 'path', value: path, expected: 'the path of a folder' });
    }
    this.#database = new Database(path === undefined ? new MemoryStorage() : new LmdbStorage(path));
  }

  /** Adds an empty collection. @throws {VectorStoreError} with status 409 when the name is taken. */
  async createCollection(collectionName: string, request: CreateCollectionRequest): Promise<true> {
    const context = contextOf('createCollection', collectionName);
    await this.#database.createCollection(context, readCollectionConfig(request, context));
    return true;
  }

  /** Whether there is a collection of that name. */
  async collectionExists(collectionName: string): Promise<{ exists: boolean }> {
    return { exists: await this.#database.hasCollection(contextOf('collectionExists', collectionName)) };
  }

  /** Settings and counts of a collection. @throws {VectorStoreError} with status 404 when it is not there. */
  async getCollection(collectionName: string): Promise<CollectionInfo> {
    return this.#database.read(contextOf('getCollection', collectionName), (collection) => collection.describe());
  }

  /** The names of all collections, sorted. */
  async getCollections(): Promise<{ collections: { name: string }[] }> {
    const names = await this.#database.collectionNames();
    return { collections: names.map((name) => ({ name })) };
  }

  /** Removes a collection with all its points; false when there was none. */
  async deleteCollection(collectionName: string): Promise<boolean> {
    return this.#database.deleteCollection(contextOf('deleteCollection', collectionName));
  }

  /** Adds points, replacing those with the same ids whole: all of them or, when it rejects, none. */
  async upsert(collectionName: string, request: UpsertRequest): Promise<UpdateResult> {
    const context = contextOf('upsert', collectionName);
    const points = readPoints(request, context);
    return this.#database.write(context, (collection) => planUpsert(collection, points, context));
  }

  /** Removes points by ids or by filter; ids that are not there are ignored. */
  async delete(collectionName: string, request: DeleteRequest): Promise<UpdateResult> {
    const context = contextOf('delete', collectionName);
    const selection = readDelete(request, context);
    return this.#database.write(context, (collection) => planDelete(collection, selection));
  }

  /**
   * Merges `payload` into the payloads of the selected points, at the path `key` if there is one.
   *
   * @throws {VectorStoreError} with status 404 when one of the given ids is not there.
   */
  async setPayload(collectionName: string, request: SetPayloadRequest): Promise<UpdateResult> {
    const context = contextOf('setPayload', collectionName);
    const { selection, update } = readSetPayload(request, context);
    return this.#database.write(context, (collection) => planSetPayload(collection, selection, update, context));
  }

  /** The points with these ids, in their order; unknown ids are left out. */
  async retrieve(collectionName: string, request: RetrieveRequest): Promise<PointRecordResult[]> {
    const context = contextOf('retrieve', collectionName);
    const parsed = readRetrieve(request, context);
    return this.#database.read(context, (collection) => collection.retrieve(parsed, context));
  }

  /** A page of points in the order of their ids: integers before UUIDs. */
  async scroll(collectionName: string, request: ScrollRequest = {}): Promise<ScrollResult> {
    const context = contextOf('scroll', collectionName);
    const parsed = readScroll(request, context);
    return this.#database.read(context, (collection) => collection.scroll(parsed, context));
  }

  /** How many points pass the filter. */
  async count(collectionName: string, request: CountRequest = {}): Promise<{ count: number }> {
    const context = contextOf('count', collectionName);
    const passes = readCount(request, context);
    return this.#database.read(context, (collection) => ({ count: collection.count(passes) }));
  }

  /**
   * The points nearest to a vector, or to a stored point's vector; without a query, the points by id.
   *
   * Search is exact. Best scores come first, equal ones in the order of ids.
   */
  async query(collectionName: string, request: QueryRequest = {}): Promise<QueryResult> {
    const context = contextOf('query', collectionName);
    const parsed = readQuery(request, context);
    return this.#database.read(context, (collection) => collection.query(parsed, context));
  }

  /** Waits for the calls under way and lets go of everything. Calling it again does nothing. */
  async close(): Promise<void> {
    await this.#database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function contextOf(operation: string, collection: string): CollectionContext {
  const context = { operation, collection };
  requireCollectionName(collection, context);
  return context;
}
