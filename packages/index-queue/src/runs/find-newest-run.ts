import type { IndexQueue } from '../index-queue.ts';
import { requireIndexQueue } from '../require-queue.ts';
import { newestEnqueuedRun } from './run-records.ts';

/**
 * The id of the newest run whose enqueueing has begun, finished or not; `undefined` when there was none.
 *
 * @throws {QueueError} when the queue fails.
 * @example
 * await findNewestRun(queue); // => 1764403200000
 */
export async function findNewestRun(queue: IndexQueue): Promise<number | undefined> {
  return newestEnqueuedRun(requireIndexQueue(queue).port);
}
