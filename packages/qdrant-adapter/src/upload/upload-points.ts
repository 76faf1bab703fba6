import type { Schemas } from '@qdrant/js-client-rest';
import { InvalidArgumentError, type OptionKinds, type ProgressListener, requireInteger, requireOptions } from '@x/core';
import type { InferenceInput } from '@x/qdrant-local/wire';
import { requireCollectionName, type RequestRunner } from '../requests/request-runner.ts';
import { requireParameters } from '../requests/require-parameters.ts';
import { requireShardKey } from '../requests/shard-key.ts';
import type { PointStruct } from '../types/points.ts';
import { BatchReader } from './batch-reader.ts';
import { type Batch, cutBatch } from './cut-batch.ts';
import { requireSendable } from './point-bytes.ts';
import { requireFittingVectors } from './require-fitting-vectors.ts';
import { StoredPoints } from './stored-points.ts';
import { UploadError } from './upload-error.ts';
import { uploadInBatches } from './upload-pipeline.ts';

/** Options of `uploadPoints` and `uploadCollection`. */
export interface UploadOptions {
  /** Points embedded and sent at a time, 1 or more; fewer where they would take more than 5 MB as JSON. @default 64 */
  readonly batchSize?: number;
  /**
   * Batches on their way to the store at the same time, 1 to 1024. With more than one, two points of the same id in different
   * batches may be stored in either order. @default 1
   */
  readonly parallel?: number;
  /** Answer only when the points can be found. @default true */
  readonly wait?: boolean;
  /** Of a cluster: how writes of one point are put in order, `weak`, `medium` or `strong`. @default the server's, 'weak' */
  readonly ordering?: Schemas['WriteOrdering'];
  /** Of a collection with shard keys: the key whose shards take the points. @default none */
  readonly shardKey?: string | number;
  /**
   * Leave the search index of a server's collection for the end of the upload: faster for many points, which are searched one by one until then. See
   * `QdrantClient.bulkMode` for uploads that overlap, and for what is left by a process that crashes. @default false
   */
  readonly bulkMode?: boolean;
  /** Points of the source to pass over, 0 or more: those that an earlier upload has stored. @default 0 */
  readonly startAt?: number;
  /** Ends the upload, and the requests that are on their way; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Reports `upload` events: every point of the source before `completed` is stored. For one write of an array also the embedder's own events. */
  readonly onProgress?: ProgressListener;
}

const optionKinds: OptionKinds<UploadOptions> = {
  batchSize: 'number',
  parallel: 'number',
  wait: 'boolean',
  ordering: 'text',
  shardKey: ['text', 'number'],
  bulkMode: 'boolean',
  startAt: 'number',
  signal: 'signal',
  onProgress: 'function',
};

/** An upload with its options checked. */
interface Upload {
  readonly runner: RequestRunner;
  readonly collection: string;
  readonly batchSize: number;
  readonly parallel: number;
  readonly startAt: number;
  readonly bulkMode: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressListener | undefined;
  readonly store: (points: readonly unknown[]) => Promise<void>;
}

/** Stores points through a client; see `QdrantClient.uploadPoints`. */
export async function uploadPoints(
  runner: RequestRunner,
  collection: string,
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  options: UploadOptions = {},
): Promise<void> {
  runner.requireOpen();
  requireOptions(options, optionKinds);
  const { batchSize = 64, parallel = 1, wait = true, startAt = 0, ordering, shardKey, signal, onProgress } = options;
  const { bulkMode = false } = options;
  requireCollectionName(collection);
  requireInteger(batchSize, 'batchSize', { min: 1 });
  requireInteger(parallel, 'parallel', { min: 1, max: 1024 });
  requireInteger(startAt, 'startAt', { min: 0 });
  requireParameters({ ordering });
  if (shardKey !== undefined) requireShardKey(shardKey, 'shardKey');
  requireIterable(points);
  const place = { ...(ordering && { ordering }), ...(shardKey !== undefined && { shard_key: shardKey }) };
  signal?.throwIfAborted();
  const upload: Upload = {
    runner,
    collection,
    batchSize,
    parallel,
    startAt,
    bulkMode,
    signal,
    onProgress,
    async store(batch) {
      await runner.send('upsert', { collection, body: { wait, ...place, points: batch }, signal });
    },
  };
  if (!Array.isArray(points)) await uploadInMode(points, undefined, upload);
  else if (runner.backend.isAtomic) await uploadAtOnce(points as readonly PointStruct[], upload);
  else await uploadList(points as readonly PointStruct[], upload);
}

/** Uploads a list in one step, whole or not at all. */
async function uploadAtOnce(points: readonly PointStruct[], upload: Upload): Promise<void> {
  const { runner, collection, startAt, signal, onProgress, store } = upload;
  const total = points.length;
  const rest = points.slice(startAt);
  const ready = await runner.preparePoints(rest, { firstPoint: startAt, signal, onProgress });
  const completed = Math.min(startAt, total);
  onProgress?.({ phase: 'upload', subject: collection, completed, total, unit: 'items' });
  if (rest.length === 0) return;
  await store(ready);
  onProgress?.({ phase: 'upload', subject: collection, completed: total, total, unit: 'items' });
}

/** Uploads a list in batches, once all of it was checked: a later one must not be refused for what could be known before. */
async function uploadList(points: readonly PointStruct[], upload: Upload): Promise<void> {
  const { runner, collection, startAt, batchSize, signal } = upload;
  const rest = points.slice(startAt);
  const checking = runner.checkPoints(rest, { firstPoint: startAt, signal });
  const requests = sendableBatches({ first: startAt, points: await checking }).length;
  if (rest.length > batchSize || requests > 1) {
    const { config } = await runner.send<Schemas['CollectionInfo']>('getCollection', { collection, signal });
    const dimensionOf = (input: InferenceInput): number | undefined => runner.dimensionOf(input);
    requireFittingVectors(collection, config.params, rest, { operation: 'uploadPoints', dimensionOf });
  }
  await uploadInMode(points, points.length, upload);
}

/** Uploads batch by batch, in bulk mode or not. */
async function uploadInMode(
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  total: number | undefined,
  upload: Upload,
): Promise<void> {
  const { runner, collection, bulkMode, signal } = upload;
  if (!bulkMode) return uploadStream(points, total, upload);
  const mode = await runner.bulkModes.begin(collection, signal);
  try {
    await uploadStream(points, total, upload);
  } catch (error) {
    // Where the threshold cannot be given back either, the client knows it until it is closed.
    await mode.close().catch(() => {});
    throw error;
  }
  await mode.close();
}

/** Uploads batch by batch; of a stream, memory holds a few batches at a time. */
async function uploadStream(
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  total: number | undefined,
  { runner, collection, batchSize, parallel, startAt, signal, onProgress, store }: Upload,
): Promise<void> {
  const stored = new StoredPoints(startAt);
  const report = (completed: number, all: number | undefined): void => {
    const known = all === undefined ? {} : { total: all };
    onProgress?.({ phase: 'upload', subject: collection, completed, ...known, unit: 'items' });
  };
  report(startAt, total);
  try {
    await uploadInBatches(new BatchReader(points, batchSize, startAt), {
      parallel,
      signal,
      store: (batch) => store(batch.points),
      async prepare({ first, points: batch }, stop) {
        const ready = await runner.preparePoints(batch, { firstPoint: first, signal: stop });
        const part = { first, points: ready };
        return runner.backend.isAtomic ? [part] : sendableBatches(part);
      },
      onStored({ first, points: batch }) {
        stored.add(first, batch.length);
        report(stored.resumeAt, total);
      },
    });
  } catch (cause) {
    if (stored.count === 0 || signal?.aborted) throw cause;
    throw new UploadError({ collection, stored: stored.count, resumeAt: stored.resumeAt, cause });
  }
  if (total === undefined) report(stored.resumeAt, stored.resumeAt);
}

/** Batches that a server takes. @throws {InvalidArgumentError} naming a point that alone is too large. */
function sendableBatches<Point>(batch: Batch<Point>): Batch<Point>[] {
  const batches = cutBatch(batch);
  for (const { first, points } of batches) if (points.length === 1) requireSendable(points[0], first);
  return batches;
}

function requireIterable(points: unknown): void {
  const isIterable =
    typeof points === 'object' && points !== null && (Symbol.iterator in points || Symbol.asyncIterator in points);
  if (isIterable) return;
  throw new InvalidArgumentError({ parameter: 'points', value: points, expected: 'an array or an (async) iterable' });
}
