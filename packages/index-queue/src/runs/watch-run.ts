import { type OptionKinds, requireInteger, requireOptions } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import { readRunStatus, type RunStatus } from './run-status.ts';

/** Options of {@link watchRun}. */
export interface WatchRunOptions {
  readonly runId: number;
  /** Milliseconds between two looks. @default 2000 */
  readonly intervalMs?: number;
  /** Ends the watching, with the signal's own reason. */
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<WatchRunOptions> = { runId: 'number', intervalMs: 'number', signal: 'signal' };

/**
 * How far a run is, now and every now and then, until it is finished or cannot be. Take one and stop for a single look.
 *
 * @throws {InvalidArgumentError} when an option cannot be used.
 * @throws {QueueError} when the queue fails.
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
  requireInteger(intervalMs, 'intervalMs', { min: 1 });
  while (true) {
    signal?.throwIfAborted();
    const status = await readRunStatus(queue, runId);
    yield status;
    if (status.state === 'finished' || status.state === 'failed') return;
    await queue.clock.sleep(intervalMs, signal);
  }
}
