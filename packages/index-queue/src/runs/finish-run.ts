import { type OptionKinds, QueueError, requireInteger, requireOptions } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import type { FinishJob } from './finish-step.ts';
import type { RunReport } from './run-report.ts';
import { runJobId } from './unit-ids.ts';

/** Options of {@link finishRun}. */
export interface FinishRunOptions {
  readonly runId: number;
  /** Removes the documents that the run did not have. @default true */
  readonly removeVanished?: boolean;
  /** Milliseconds between two looks at the end of the run. @default 1000 */
  readonly pollMs?: number;
  /** Ends the waiting, with the signal's own reason; the workers finish the run all the same. */
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<FinishRunOptions> = {
  runId: 'number',
  removeVanished: 'boolean',
  pollMs: 'number',
  signal: 'signal',
};

/**
 * Has the workers end a run, and waits for it: when all of it is enqueued and no unit of it or of a run before it is left, they retry its failed units
 * once, and remove the documents that it did not have. It happens once, however many programs call this; each gets the report, also later on.
 *
 * @throws {InvalidArgumentError} when an option cannot be used.
 * @throws {QueueError} when the documents cannot be removed, or the queue fails.
 * @example
 * const { indexed, unchanged, removed } = await finishRun(queue, { runId });
 */
export async function finishRun(queue: IndexQueue, options: FinishRunOptions): Promise<RunReport> {
  requireIndexQueue(queue);
  const { runId, removeVanished = true, pollMs = 1000, signal } = requireOptions(options, optionKinds);
  requireRunId(runId);
  requireInteger(pollMs, 'pollMs', { min: 1 });
  signal?.throwIfAborted();
  const { finishes } = queue.port;
  const job: FinishJob = { removeVanished, isRetried: false };
  const id = runJobId(runId, 'finish');
  // One that failed before is tried anew.
  await finishes.add([{ id, json: JSON.stringify(job) }]);
  await finishes.retry(id);
  while (true) {
    const finish = await finishes.find(id);
    if (finish?.state === 'completed') return finish.result as RunReport;
    if (finish?.state === 'failed') {
      const message = `The run ${runId} of the queue "${queue.name}" could not be finished: ${finish.reason}`;
      throw new QueueError({ message, queue: queue.name, operation: 'finish' });
    }
    await queue.clock.sleep(pollMs, signal);
  }
}
