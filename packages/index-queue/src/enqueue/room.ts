import { QueueError } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import type { QueuePort } from '../queue/queue-port.ts';
import { runOf } from '../runs/unit-ids.ts';

/** How many units of a run a queue may hold. */
export interface RoomOptions {
  readonly runId: number;
  readonly highWaterMark: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits until fewer than `highWaterMark` units wait.
 *
 * @throws {QueueError} when as many units of the run have failed, because the next ones would probably fail too, and the queue keeps failed units.
 */
export async function waitForRoom(
  queue: IndexQueue,
  { runId, highWaterMark, pollMs, signal }: RoomOptions & { readonly pollMs: number },
): Promise<void> {
  const { port, clock, name } = queue;
  while (true) {
    const { waiting, delayed, failed } = await port.units.counts();
    // The queue's count includes failed units of earlier runs, which the end of this run removes.
    const ownFailed = failed < highWaterMark ? 0 : (await failedUnits(port, runId)).length;
    if (ownFailed >= highWaterMark) {
      const message = `${ownFailed} units of the run ${runId} failed in the queue "${name}", so no more are added. ${advice}`;
      throw new QueueError({ message, queue: name, operation: 'enqueue' });
    }
    if (waiting + delayed < highWaterMark) return;
    await clock.sleep(pollMs, signal);
  }
}

const advice =
  'Find the reason with onUnit of createIndexWorker (the output of x-index-queue worker), and remove it. Then call enqueueDocuments with the same runId again: it retries these units, and adds no group of units twice.';

/** Retries the failed units of a run when there are too many to add others. */
export async function retryFailedUnits(
  { port }: IndexQueue,
  { runId, highWaterMark, signal }: RoomOptions,
): Promise<void> {
  if ((await port.units.counts()).failed < highWaterMark) return;
  const failed = await failedUnits(port, runId);
  if (failed.length < highWaterMark) return;
  for (const id of failed) {
    signal?.throwIfAborted();
    await port.units.retry(id);
  }
}

async function failedUnits({ units }: QueuePort, runId: number): Promise<readonly string[]> {
  return (await units.finishedIds('failed')).filter((id) => runOf(id) === runId);
}
