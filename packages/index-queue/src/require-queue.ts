import { InvalidArgumentError, requireInteger } from '@x/core';

import { IndexQueue } from './index-queue.ts';

/** Returns a queue after checking that it is an `IndexQueue`. */
export function requireIndexQueue(queue: IndexQueue): IndexQueue {
  if (queue instanceof IndexQueue) return queue;
  const expected = 'a queue, as returned by openIndexQueue';
  throw new InvalidArgumentError({ parameter: 'queue', value: queue, expected });
}

/** Returns the id of a run after checking it. */
export function requireRunId(runId: number): number {
  return requireInteger(runId, 'runId', { min: 0 });
}
