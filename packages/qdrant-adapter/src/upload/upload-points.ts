import type { Schemas } from '@qdrant/js-client-rest';
import {
  callListener,
  InvalidArgumentError,
  isIterableObject,
  type OptionKinds,
  type ProgressListener,
  requireInteger,
  requireOneOf,
  requireOptions,
} from '@x/core';
import type { InferenceInput } from '@x/qdrant-local/wire';
import { requireCollectionName, type RequestRunner } from '../requests/request-runner.ts';
import { requireParameters } from '../requests/require-parameters.ts';
import { requireShardKey } from '../requests/shard-key.ts';
import type { CollectionType, Filter } from '../types/collections.ts';
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
  /** Points per batch, 1 or more. A batch of more than 5 MB as JSON is split. @default 64 */
  readonly batchSize?: number;
  /**
   * Batches that are stored at the same time, 1 to 1024. With more than 1, two points with the same id in different batches may be stored in either
   * order. @default 1
   */
  readonly parallel?: number;
  /** Whether to wait until searches can find the points. @default true */
  readonly wait?: boolean;
  /** How a cluster orders the writes of one point: `weak`, `medium` or `strong`. @default the server's default, 'weak' */
  readonly ordering?: Schemas['WriteOrdering'];
  /** Overwrite only stored points that match. Points that are not stored yet are added. @default all */
  readonly updateFilter?: Filter<CollectionType>;
  /** Which points to write: all, `insert_only` or `update_only`. @default 'upsert' */
  readonly updateMode?: Schemas['UpdateMode'];
  /** The shard key that receives the points, for a collection with shard keys. @default none */
  readonly shardKey?: string | number;
  /**
   * Whether to build the search index of a server's collection at the end of the upload. Faster for many points; until then a search compares every
   * point. See `QdrantClient.bulkMode` for overlapping uploads and for the state after a crash. @default false
   */
  readonly bulkMode?: boolean;
  /** Points of the source to skip, 0 or more, because an earlier upload has stored them. @default 0 */
  readonly startAt?: number;
  /** Cancels the upload and its pending requests. It then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Reports `upload` events: every point before `completed` is stored. An array that is stored in one write also reports the embedder's events. */
  readonly onProgress?: ProgressListener;
}

const optionKinds: OptionKinds<UploadOptions> = {
  batchSize: 'number',
  parallel: 'number',
  wait: 'boolean',
  ordering: 'text',
  updateFilter: 'object',
  updateMode: 'text',
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

/**
 * Stores points through a client; see `QdrantClient.uploadPoints`. A list is one call, which the closing of the client waits for. A stream may never end,
 * so only its batches are calls.
 */
export async function uploadPoints(
  runner: RequestRunner,
  collection: string,
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  options?: UploadOptions,
): Promise<void> {
  const upload = () => checkAndUpload(runner, collection, points, options);
  if (Array.isArray(points)) return runner.calls.run(upload);
  runner.calls.requireOpen();
  return upload();
}

async function checkAndUpload(
  runner: RequestRunner,
  collection: string,
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  options: UploadOptions = {},
): Promise<void> {
  requireOptions(options, optionKinds);
  const { batchSize = 64, parallel = 1, wait = true, startAt = 0, ordering, shardKey, signal, onProgress } = options;
  const { bulkMode = false, updateMode } = options;
  requireCollectionName(collection);
  requireInteger(batchSize, 'batchSize', { min: 1 });
  requireInteger(parallel, 'parallel', { min: 1, max: 1024 });
  requireInteger(startAt, 'startAt', { min: 0 });
  requireParameters({ ordering });
  if (shardKey !== undefined) requireShardKey(shardKey, 'shardKey');
  if (updateMode !== undefined) requireOneOf(updateMode, 'updateMode', updateModes);
  requireIterable(points);
  const place = { ...(ordering && { ordering }), ...(shardKey !== undefined && { shard_key: shardKey }) };
  signal?.throwIfAborted();
  const condition = await checkCondition(runner, options);
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
      const body = { wait, ...place, ...condition, points: batch };
      await runner.calls.run(() => runner.send('upsert', { collection, body, signal }));
    },
  };
  if (!Array.isArray(points)) await uploadInMode(points, undefined, upload);
  else if (runner.backend.isAtomic) await uploadAtOnce(points as readonly PointStruct[], upload);
  else await uploadList(points as readonly PointStruct[], upload);
}

const updateModes = ['upsert', 'insert_only', 'update_only'] as const satisfies readonly Schemas['UpdateMode'][];

/** Returns checked copies of the fields that restrict each write. */
async function checkCondition(
  runner: RequestRunner,
  { updateFilter, updateMode }: Pick<UploadOptions, 'updateFilter' | 'updateMode'>,
): Promise<object> {
  if (updateFilter === undefined) return updateMode === undefined ? {} : { update_mode: updateMode };
  const { points: _none, ...condition } = await runner.prepare('upsert', { points: [], update_filter: updateFilter });
  return { ...condition, ...(updateMode && { update_mode: updateMode }) };
}

/** Uploads a list in one write, which stores all points or none. */
async function uploadAtOnce(points: readonly PointStruct[], upload: Upload): Promise<void> {
  const { runner, collection, startAt, signal, onProgress, store } = upload;
  const total = points.length;
  const rest = points.slice(startAt);
  const ready = await runner.preparePoints(rest, { firstPoint: startAt, signal, onProgress });
  const completed = Math.min(startAt, total);
  callListener(onProgress, { phase: 'upload', subject: collection, completed, total, unit: 'items' });
  if (rest.length === 0) return;
  await store(ready);
  callListener(onProgress, { phase: 'upload', subject: collection, completed: total, total, unit: 'items' });
}

/** Checks the whole list, then uploads it in batches. A late batch must not fail for a reason that was known at the start. */
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
  const mode = await runner.calls.run(() => runner.bulkModes.begin(collection, signal));
  try {
    await uploadStream(points, total, upload);
  } catch (error) {
    // If restoring the threshold fails too, the client tries again when it is closed.
    await mode.close().catch(() => {});
    throw error;
  }
  await mode.close();
}

/** Uploads batch by batch. Only a few batches of a stream are in memory at a time. */
async function uploadStream(
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  total: number | undefined,
  { runner, collection, batchSize, parallel, startAt, signal, onProgress, store }: Upload,
): Promise<void> {
  const stored = new StoredPoints(startAt);
  const report = (completed: number, all: number | undefined): void => {
    const known = all === undefined ? {} : { total: all };
    callListener(onProgress, { phase: 'upload', subject: collection, completed, ...known, unit: 'items' });
  };
  report(total === undefined ? startAt : Math.min(startAt, total), total);
  const reader = new BatchReader(points, batchSize, startAt);
  try {
    await uploadInBatches(reader, {
      parallel,
      signal,
      store: (batch) => store(batch.points),
      async prepare({ first, points: batch }, stop) {
        const ready = await runner.calls.run(() => runner.preparePoints(batch, { firstPoint: first, signal: stop }));
        const part = { first, points: ready };
        return runner.backend.isAtomic ? [part] : sendableBatches(part);
      },
      onStored({ first, points: batch }) {
        stored.add(first, batch.length);
        report(stored.resumeAt, total);
      },
    });
  } catch (cause) {
    if (stored.count === 0 || (signal?.aborted && cause === signal.reason)) throw cause;
    throw new UploadError({ collection, stored: stored.count, resumeAt: stored.resumeAt, cause });
  }
  // The source may have fewer points than `startAt`.
  const read = Math.min(stored.resumeAt, reader.position);
  if (total === undefined) report(read, read);
}

/** Splits a batch into requests that a server accepts. @throws {InvalidArgumentError} naming a point that is too large by itself. */
function sendableBatches<Point>(batch: Batch<Point>): Batch<Point>[] {
  const batches = cutBatch(batch);
  for (const { first, points } of batches) if (points.length === 1) requireSendable(points[0], first);
  return batches;
}

function requireIterable(points: unknown): void {
  if (isIterableObject(points)) return;
  throw new InvalidArgumentError({ parameter: 'points', value: points, expected: 'an array or an (async) iterable' });
}
