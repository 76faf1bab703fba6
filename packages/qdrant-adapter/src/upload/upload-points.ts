import { InvalidArgumentError, type ProgressListener, requireInteger, VectorStoreError } from '@x/core';
import { requireCollectionName, type RequestRunner } from '../requests/request-runner.ts';
import type { PointStruct } from '../types/points.ts';
import { requireFittingVectors } from './require-fitting-vectors.ts';

/** Options of `uploadPoints`. */
export interface UploadPointsOptions {
  /** Points sent, and for an (async) iterable also embedded, at a time, 1 or more. @default 64 */
  readonly batchSize?: number;
  /** Answer only when the points can be found. @default true */
  readonly wait?: boolean;
  /** Ends the upload between batches, and the request that is on its way; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Reports `upload` events in points; for an array also the embedder's own events. */
  readonly onProgress?: ProgressListener;
}

/** The parts of an upload that its two forms share. */
interface UploadSteps {
  readonly collection: string;
  readonly batchSize: number;
  /** True when a list of any length can be stored in one step, whole or not at all. */
  readonly storesAtOnce: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressListener | undefined;
  /** Checks and embeds; `firstPoint` is the number of points before these. */
  prepare(points: readonly PointStruct[], firstPoint: number): Promise<readonly unknown[]>;
  store(points: readonly unknown[]): Promise<void>;
  /** Checks ready points against the collection's vectors. */
  requireFit(points: readonly unknown[]): Promise<void>;
}

/** Stores points through a client; see `QdrantClient.uploadPoints`. */
export async function uploadPoints(
  runner: RequestRunner,
  collection: string,
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  { batchSize = 64, wait = true, signal, onProgress }: UploadPointsOptions = {},
): Promise<void> {
  runner.requireOpen();
  requireCollectionName(collection);
  requireInteger(batchSize, 'batchSize', { min: 1 });
  requireIterable(points);
  signal?.throwIfAborted();
  const list = Array.isArray(points) ? (points as readonly PointStruct[]) : undefined;
  // A stream embeds batch by batch, and its embedder's events would begin anew with each.
  const onEmbedding = list === undefined ? undefined : onProgress;
  const steps: UploadSteps = {
    collection,
    batchSize,
    storesAtOnce: runner.backend.isAtomic,
    signal,
    onProgress,
    prepare: (batch, firstPoint) => runner.preparePoints(batch, { firstPoint, signal, onProgress: onEmbedding }),
    async store(batch) {
      await runner.send('upsert', { collection, body: { wait, points: batch }, signal });
    },
    async requireFit(ready) {
      requireFittingVectors(collection, await runner.send('getCollection', { collection, signal }), ready);
    },
  };
  await (list === undefined ? uploadStream(points, steps) : uploadList(list, steps));
}

/** Uploads a list: all of it is checked and embedded before the first point is stored. */
async function uploadList(points: readonly PointStruct[], steps: UploadSteps): Promise<void> {
  const { collection, onProgress, storesAtOnce } = steps;
  const total = points.length;
  const ready = total === 0 ? [] : await steps.prepare(points, 0);
  onProgress?.({ phase: 'upload', subject: collection, completed: 0, total, unit: 'items' });
  const batchSize = storesAtOnce ? Math.max(1, total) : steps.batchSize;
  // One request is stored whole or not at all; of several, a later one must not be refused for what could be known before.
  if (total > batchSize) await steps.requireFit(ready);
  for (let stored = 0; stored < total; stored += batchSize) {
    const batch = ready.slice(stored, stored + batchSize);
    await reportingStored(stored, steps, () => steps.store(batch));
    onProgress?.({ phase: 'upload', subject: collection, completed: stored + batch.length, total, unit: 'items' });
  }
}

/** Uploads a stream batch by batch, so that memory holds one batch at a time. */
async function uploadStream(
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  steps: UploadSteps,
): Promise<void> {
  const { collection, onProgress } = steps;
  const batches = batchesOf(points, steps.batchSize);
  let stored = 0;
  onProgress?.({ phase: 'upload', subject: collection, completed: 0, unit: 'items' });
  try {
    for (;;) {
      const next = await reportingStored(stored, steps, () => batches.next());
      if (next.done === true) break;
      const batch = next.value;
      await reportingStored(stored, steps, async () => steps.store(await steps.prepare(batch, stored)));
      stored += batch.length;
      onProgress?.({ phase: 'upload', subject: collection, completed: stored, unit: 'items' });
    }
  } finally {
    // Lets the caller's iterable close its file or cursor when the upload ends early.
    await batches.return(undefined);
  }
  onProgress?.({ phase: 'upload', subject: collection, completed: stored, total: stored, unit: 'items' });
}

async function* batchesOf(
  points: Iterable<PointStruct> | AsyncIterable<PointStruct>,
  batchSize: number,
): AsyncGenerator<PointStruct[], undefined, undefined> {
  let batch: PointStruct[] = [];
  for await (const point of points) {
    batch.push(point);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  return undefined;
}

/** Runs a step of an upload; its error says how many points were stored before, unless none were. */
async function reportingStored<Result>(
  stored: number,
  { collection, signal }: UploadSteps,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    if (stored === 0 || signal?.aborted) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const status = VectorStoreError.isInstance(cause) ? cause.status : undefined;
    throw new VectorStoreError({
      message: `The upload to "${collection}" stopped after ${stored} points were stored: ${reason}`,
      operation: 'uploadPoints',
      collection,
      ...(status === undefined ? {} : { status }),
      isRetryable: VectorStoreError.isInstance(cause) && cause.isRetryable,
      cause,
    });
  }
}

function requireIterable(points: unknown): void {
  const isIterable =
    typeof points === 'object' && points !== null && (Symbol.iterator in points || Symbol.asyncIterator in points);
  if (isIterable) return;
  throw new InvalidArgumentError({ parameter: 'points', value: points, expected: 'an array or an (async) iterable' });
}
