import { InvalidArgumentError, requireInteger } from '@x/core';

import { IndexQueue } from './index-queue.ts';

/** Checks that a queue is one that was opened. */
export function requireIndexQueue(queue: IndexQueue): IndexQueue {
  if (queue instanceof IndexQueue) return queue;
  const expected = 'a queue, such as openIndexQueue gives';
  throw new InvalidArgumentError({ parameter: 'queue', value: queue, expected });
}

/** Checks the id of a run. */
export function requireRunId(runId: number): number {
  return requireInteger(runId, 'runId', { min: 0 });
}
