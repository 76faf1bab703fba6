import type { IndexQueue } from '../index-queue.ts';
import { requireIndexQueue } from '../require-queue.ts';
import { newestEnqueuedRun } from './run-records.ts';

/**
 * Returns the largest id of the runs that were enqueued, completely or not; `undefined` when there is none.
 *
 * @throws {QueueError} when the queue fails.
 * @example
 * await findNewestRun(queue); // => 1764403200000
 */
export async function findNewestRun(queue: IndexQueue): Promise<number | undefined> {
  return newestEnqueuedRun(requireIndexQueue(queue).port);
}
