import type { IndexQueue } from '../index-queue.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import { readEnqueueRecord } from './run-records.ts';
import { finishJobId } from './unit-ids.ts';

/**
 * Returns whether a run was enqueued, completely or not, and is not so old that the queue has forgotten it.
 *
 * @throws {InvalidArgumentError} when the id is invalid.
 * @throws {QueueError} when the queue fails.
 * @example
 * await hasRun(queue, 1764403200000); // => true
 */
export async function hasRun(queue: IndexQueue, runId: number): Promise<boolean> {
  const { port } = requireIndexQueue(queue);
  requireRunId(runId);
  const record = await readEnqueueRecord(port, runId);
  return record !== undefined || (await port.finishes.find(finishJobId(runId))) !== undefined;
}
