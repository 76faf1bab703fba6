import type { Schemas } from '@qdrant/js-client-rest';
import { requireOptions } from '@x/core';
import { callOptionKinds, requireCollectionName } from '../requests/request-runner.ts';
import type { CollectionName, CollectionOf, CollectionTypes, PayloadAnswer } from '../types/collections.ts';
import type { BatchUpdateRequest } from '../types/payloads.ts';
import type {
  DeleteRequest,
  DeleteVectorsRequest,
  PointStruct,
  RetrievedPoint,
  RetrieveRequest,
  UpdateVectorsRequest,
  UpsertRequest,
} from '../types/points.ts';
import type { BulkMode } from '../backend/bulk-modes.ts';
import { pointsOfColumns, type UploadColumns } from '../upload/points-of-columns.ts';
import { type UploadOptions, uploadPoints } from '../upload/upload-points.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

type UpdateResult = Schemas['UpdateResult'];

/** Methods for points and their vectors. */
export abstract class PointMethods<Collections extends CollectionTypes> extends MethodGroup {
  /**
   * Stores points, replacing those with the same ids. Stores all of them, or none when it rejects. There is one exception: a server that refuses a
   * vector whose size or name does not fit the collection may have stored other points. {@link PointMethods.uploadPoints} checks that before it sends.
   *
   * @throws {InvalidArgumentError} naming the first invalid id or vector.
   * @throws {UnknownModelError} when the client has no embedder for the model of an inference object.
   * @throws {VectorStoreError} when the store refuses or fails.
   */
  upsert<Name extends CollectionName<Collections>>(
    collection: Name,
    body: UpsertRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('upsert', { collection, body, defaults: { wait: true }, options });
  }

  /**
   * Stores any number of points and embeds their inference objects.
   *
   * An array is checked as a whole, including against the collection's vectors, before the first point is stored. In memory and in a folder it is then
   * stored as a whole or not at all. A server receives it in batches. An (async) iterable is stored batch by batch, each batch as a whole or not at
   * all. The next batch is embedded while `parallel` others are being stored; no further batches are held in memory. An upload that fails partway
   * rejects with an {@link UploadError}, which says where to continue. Repeating the whole upload is also safe.
   *
   * @throws {InvalidArgumentError} naming the first invalid id or vector.
   * @throws {UnknownModelError} when the client has no embedder for the model of an inference object.
   * @throws {UploadError} when the upload fails after points were stored.
   * @throws {VectorStoreError} when the store refuses or fails before any point is stored.
   */
  uploadPoints<Name extends CollectionName<Collections>>(
    collection: Name,
    points:
      | Iterable<PointStruct<CollectionOf<Collections, Name>>>
      | AsyncIterable<PointStruct<CollectionOf<Collections, Name>>>,
    options?: UploadOptions,
  ): Promise<void> {
    return uploadPoints(this.runner, collection, points as Iterable<PointStruct>, options);
  }

  /**
   * Stores points given by column, in the way {@link PointMethods.uploadPoints} stores a stream. Without `ids`, each point gets a random UUID.
   *
   * @throws {InvalidArgumentError} when the columns have different lengths. It also throws what `uploadPoints` throws.
   */
  uploadCollection(
    collection: CollectionName<Collections>,
    columns: UploadColumns,
    options?: UploadOptions,
  ): Promise<void> {
    return uploadPoints(this.runner, collection, pointsOfColumns(columns), options);
  }

  /**
   * Stops a server from building the search index of a collection until the result is closed. Use it while you store many points. It sets the
   * collection's `indexing_threshold` to 0. In the meantime, searches still work by comparing every point.
   *
   * The former threshold is restored when the result is closed, even after an error or abort, and by `client.close()` at the latest. Within one
   * client the last of several holders restores it. Among several clients, the client that set the 0 restores it. The others find the 0 and leave it
   * unchanged, so 0 is never saved as the former threshold. If that client closes first, indexing starts earlier, which is harmless. A threshold that
   * you set by hand in the meantime is kept. A process that crashes leaves the 0 in place. To undo that, call
   * `updateCollection(name, { optimizers_config: { indexing_threshold: 10_000 } })`; 10,000 is the server's default.
   *
   * In memory and in a folder this changes nothing, because their search has no such index.
   *
   * @throws {VectorStoreError} 404 when the collection does not exist. `close` rejects when the threshold could not be restored.
   * @example
   * await using bulk = await client.bulkMode('movies');
   * for (const file of files) await client.uploadPoints('movies', pointsOf(file));
   */
  bulkMode(collection: CollectionName<Collections>, options: CallOptions = {}): Promise<BulkMode> {
    return this.runner.calls.run(async () => {
      const { signal } = requireOptions(options, callOptionKinds);
      signal?.throwIfAborted();
      return this.runner.bulkModes.begin(requireCollectionName(collection), signal);
    });
  }

  /** Returns the points with these ids. Payloads are included unless `with_payload: false`. Unknown ids are omitted. */
  retrieve<Payload extends object = never, Name extends CollectionName<Collections> = CollectionName<Collections>>(
    collection: Name,
    body: RetrieveRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<RetrievedPoint<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>[]> {
    return this.runner.run('retrieve', {
      collection,
      body,
      defaults: { with_payload: true },
      options,
    });
  }

  /** Deletes points by ids or by a filter. Unknown ids are ignored. */
  delete<Name extends CollectionName<Collections>>(
    collection: Name,
    body: DeleteRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('delete', { collection, body, defaults: { wait: true }, options });
  }

  /** Sets named vectors of stored points and keeps their other vectors. @throws {VectorStoreError} 404 when a point does not exist. */
  updateVectors<Name extends CollectionName<Collections>>(
    collection: Name,
    body: UpdateVectorsRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('updateVectors', { collection, body, defaults: { wait: true }, options });
  }

  /** Removes named vectors from points selected by ids or by a filter. */
  deleteVectors<Name extends CollectionName<Collections>>(
    collection: Name,
    body: DeleteVectorsRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('deleteVectors', { collection, body, defaults: { wait: true }, options });
  }

  /** Applies several operations on points, vectors and payloads in the given order. */
  batchUpdate<Name extends CollectionName<Collections>>(
    collection: Name,
    body: BatchUpdateRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult[]> {
    return this.runner.run('batchUpdate', { collection, body, defaults: { wait: true }, options });
  }
}
