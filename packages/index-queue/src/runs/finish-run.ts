import { type OptionKinds, QueueError, requireInteger, requireOptions } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import type { FinishJob } from './finish-step.ts';
import type { RunReport } from './run-report.ts';
import { runJobId } from './unit-ids.ts';

/** Options of {@link finishRun}. */
export interface FinishRunOptions {
  readonly runId: number;
  /** Whether to remove the documents that the run did not contain. @default true */
  readonly removeVanished?: boolean;
  /** Whether a run without items removes all documents of earlier runs. Otherwise such a run fails, because its source was probably cut off. @default false */
  readonly allowEmpty?: boolean;
  /** Milliseconds between two checks whether the run is finished. @default 1000 */
  readonly pollMs?: number;
  /** Stops waiting and rejects with the signal's reason. The workers still finish the run. */
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<FinishRunOptions> = {
  runId: 'number',
  removeVanished: 'boolean',
  allowEmpty: 'boolean',
  pollMs: 'number',
  signal: 'signal',
};

/**
 * Makes the workers finish a run, and waits for it. They wait until the run is completely enqueued, and neither it nor an earlier run has units left.
 * Then they retry its failed units once, and remove the documents that it did not contain. This happens once, even when several programs call this.
 * Each call returns the report, including calls after the run is finished.
 *
 * @throws {InvalidArgumentError} when an option is invalid.
 * @throws {QueueError} when the documents cannot be removed, the run has no items and `allowEmpty` is not set, or the queue fails.
 * @example
 * const { indexed, unchanged, removed } = await finishRun(queue, { runId });
 */
export async function finishRun(queue: IndexQueue, options: FinishRunOptions): Promise<RunReport> {
  requireIndexQueue(queue);
  const {
    runId,
    removeVanished = true,
    allowEmpty = false,
    pollMs = 1000,
    signal,
  } = requireOptions(options, optionKinds);
  requireRunId(runId);
  requireInteger(pollMs, 'pollMs', { min: 1 });
  signal?.throwIfAborted();
  const { finishes } = queue.port;
  const job: FinishJob = { removeVanished, allowEmpty, isRetried: false };
  const id = runJobId(runId, 'finish');
  // A job that failed before is tried again.
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
