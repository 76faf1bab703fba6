import { type OptionKinds, QueueError, requireOptions, requireTimeout } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import { abortableQueue } from '../abortable-queue.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import { lostRun } from './finish-run.ts';
import { hasRun } from './has-run.ts';
import { readRunStatus, type RunStatus } from './run-status.ts';

/** Options of {@link watchRun}. */
export interface WatchRunOptions {
  readonly runId: number;
  /** Milliseconds between two statuses. @default 2000 */
  readonly intervalMs?: number;
  /** Stops watching and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<WatchRunOptions> = { runId: 'number', intervalMs: 'number', signal: 'signal' };

/**
 * Yields the status of a run now and after each interval, until the run is finished or failed. For a single status, stop after the first.
 *
 * @throws {InvalidArgumentError} when an option is invalid.
 * @throws {QueueError} when the queue fails, or loses the run while it is watched.
 * @example
 * for await (const { units, documentsPerSecond } of watchRun(queue, { runId })) console.log(units.done, documentsPerSecond);
 */
export async function* watchRun(
  queue: IndexQueue,
  options: WatchRunOptions,
): AsyncGenerator<RunStatus, void, undefined> {
  requireIndexQueue(queue);
  const { runId, intervalMs = 2000, signal } = requireOptions(options, optionKinds);
  requireRunId(runId);
  requireTimeout(intervalMs, 'intervalMs');
  const abortable = abortableQueue(queue, signal);
  let wasKnown = false;
  while (true) {
    signal?.throwIfAborted();
    const status = await readRunStatus(abortable, runId);
    const isKnown = await hasRun(abortable, runId);
    if (wasKnown && !isKnown) {
      const message = `The run ${runId} of the queue "${queue.name}" can no longer be watched: ${lostRun}`;
      throw new QueueError({ message, queue: queue.name, operation: 'watch' });
    }
    wasKnown = isKnown;
    yield status;
    if (status.state === 'finished' || status.state === 'failed') return;
    await queue.clock.sleep(intervalMs, signal);
  }
}
