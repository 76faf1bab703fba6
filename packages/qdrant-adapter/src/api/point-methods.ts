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

/** Methods about points and their vectors. */
export abstract class PointMethods<Collections extends CollectionTypes> extends MethodGroup {
  /**
   * Stores points, replacing those with the same ids: all of them, or none when it rejects. Only a server that refuses a vector, because its size
   * or name does not fit the collection, may have stored others; {@link PointMethods.uploadPoints} checks that before it sends.
   *
   * @throws {InvalidArgumentError} naming the first bad id or vector.
   * @throws {UnknownModelError} when no embedder of the client has the model of an inference object.
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
   * Stores points given by column, as {@link PointMethods.uploadPoints} stores a stream of them; without `ids` each gets a random UUID.
   *
   * @throws {InvalidArgumentError} when ids or one name's vectors end before the others, and as `uploadPoints` does.
   */
  uploadCollection(
    collection: CollectionName<Collections>,
    columns: UploadColumns,
    options?: UploadOptions,
  ): Promise<void> {
    return uploadPoints(this.runner, collection, pointsOfColumns(columns), options);
  }

  /**
   * Stops a server from building the search index of a collection while many points are stored, until the result is closed: by setting its
   * `indexing_threshold` to 0. The points can be searched meanwhile, one by one.
   *
   * What was there is given back when the work fails or is aborted, too, and by `client.close()` at the latest. Within a client the last of several
   * holders gives it back; of several clients, whoever has set the 0 does, and the others find a 0 and leave it. So no 0 is ever given back for a
   * threshold, and a process that ends first only lets indexing begin sooner. What is set by hand meanwhile stays. A process that crashes leaves
   * the 0 behind: `updateCollection(name, { optimizers_config: { indexing_threshold: 10_000 } })` ends it, with 10,000 as a server's own default.
   *
   * In memory and in a folder nothing changes, since their search has no such index.
   *
   * @throws {VectorStoreError} 404 when there is no such collection. `close` rejects when the threshold could not be given back.
   * @example
   * await using bulk = await client.bulkMode('movies');
   * for (const file of files) await client.uploadPoints('movies', pointsOf(file));
   */
  async bulkMode(collection: CollectionName<Collections>, options: CallOptions = {}): Promise<BulkMode> {
    this.runner.requireOpen();
    const { signal } = requireOptions(options, callOptionKinds);
    signal?.throwIfAborted();
    return this.runner.bulkModes.begin(requireCollectionName(collection), signal);
  }

  /** The points with these ids, payload included unless `with_payload: false`; unknown ids are left out. */
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

  /** Deletes points by ids or by a filter; unknown ids are ignored. */
  delete<Name extends CollectionName<Collections>>(
    collection: Name,
    body: DeleteRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('delete', { collection, body, defaults: { wait: true }, options });
  }

  /** Sets named vectors of stored points; the others stay as they are. @throws {VectorStoreError} 404 when there is no such point. */
  updateVectors<Name extends CollectionName<Collections>>(
    collection: Name,
    body: UpdateVectorsRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('updateVectors', { collection, body, defaults: { wait: true }, options });
  }

  /** Removes named vectors from points chosen by ids or by a filter. */
  deleteVectors<Name extends CollectionName<Collections>>(
    collection: Name,
    body: DeleteVectorsRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('deleteVectors', { collection, body, defaults: { wait: true }, options });
  }

  /** Changes points, vectors and payloads in the order of the operations. */
  batchUpdate<Name extends CollectionName<Collections>>(
    collection: Name,
    body: BatchUpdateRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult[]> {
    return this.runner.run('batchUpdate', { collection, body, defaults: { wait: true }, options });
  }
}
