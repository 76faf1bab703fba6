import { onAbort } from '@x/core';
import type { BatchReader } from './batch-reader.ts';
import type { Batch } from './cut-batch.ts';

/** The steps of each batch of an upload. */
export interface UploadSteps<Point, Ready> {
  /** Batches that are stored at the same time. */
  readonly parallel: number;
  /** Cancels the upload. `store` must observe the same signal. */
  readonly signal: AbortSignal | undefined;
  /** Checks and embeds a batch, and splits it when it is too large for one request. The signal cancels this step when another batch has failed. */
  readonly prepare: (batch: Batch<Point>, signal: AbortSignal) => Promise<readonly Batch<Ready>[]>;
  readonly store: (batch: Batch<Ready>) => Promise<void>;
  readonly onStored: (batch: Batch<Ready>) => void;
}

/**
 * Runs every batch through the steps. While up to `parallel` batches are being stored, the next one is read and embedded. Memory holds
 * `parallel + 1` batches.
 *
 * After a failure it starts nothing new and waits for pending requests, so that the record of stored points is complete.
 */
export async function uploadInBatches<Point, Ready>(
  reader: BatchReader<Point>,
  { parallel, signal, prepare, store, onStored }: UploadSteps<Point, Ready>,
): Promise<void> {
  const stop = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    stop.abort(error);
  };
  const following = onAbort(signal, fail);
  const onTheirWay = new Set<Promise<void>>();
  const send = async (batch: Batch<Ready>): Promise<void> => {
    await store(batch);
    onStored(batch);
  };
  try {
    for (let batch = await reader.next(stop.signal); batch; batch = await reader.next(stop.signal)) {
      for (const ready of await prepare(batch, stop.signal)) {
        while (onTheirWay.size >= parallel) await Promise.race(onTheirWay);
        stop.signal.throwIfAborted();
        const sending = send(ready).catch(fail);
        onTheirWay.add(sending);
        void sending.then(() => onTheirWay.delete(sending));
      }
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(onTheirWay);
  following[Symbol.dispose]();
  await reader.close();
  if (failure !== undefined) throw failure.error;
}
