import { InvalidArgumentError, type OptionKinds, QueueError, requireOptions, requireTimeout } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import { abortableQueue } from '../abortable-queue.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import type { FinishJob } from './retry-finish.ts';
import { newestEnqueuedRun, readEnqueueRecord, writeFinishRequest } from './run-records.ts';
import { type RunReport, toRunReport } from './run-report.ts';
import { finishJobId } from './unit-ids.ts';

/** Options of {@link finishRun}. */
export interface FinishRunOptions {
  readonly runId: number;
  /** Whether to remove the documents that the run did not contain. @default true */
  readonly removeVanished?: boolean;
  /** Whether a run without items or documents removes all documents of earlier runs. Otherwise it fails, because its source was probably cut off. @default false */
  readonly allowEmpty?: boolean;
  /** Milliseconds between two checks whether the run is finished. @default 1000 */
  readonly pollMs?: number;
  /** Stops waiting and rejects with the signal's reason, even while the database does not respond. The workers still finish the run. */
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
 * Each call returns the report, including calls after the run is finished. The options of the latest call apply, if it comes before the removal.
 *
 * @throws {InvalidArgumentError} when an option is invalid, or nothing of the run is enqueued within ten seconds.
 * @throws {QueueError} when the documents cannot be removed, the run has no items or documents and `allowEmpty` is not set, a later run is finished before this one is
 *   completely enqueued or while it has units left, or the queue fails or loses its data.
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
  requireTimeout(pollMs, 'pollMs');
  signal?.throwIfAborted();
  const abortable = abortableQueue(queue, signal);
  const { port, clock, name } = abortable;
  const id = finishJobId(runId);
  const known = await port.finishes.find(id);
  if (known?.state === 'completed') return toRunReport(known.result as RunReport);
  await requireEnqueuedRun(abortable, { runId, pollMs, signal });
  await writeFinishRequest(port, runId, { removeVanished, allowEmpty });
  // A job that failed before is tried again.
  const job: FinishJob = { isRetried: false };
  await port.finishes.add([{ id, json: JSON.stringify(job) }]);
  await port.finishes.retry(id);
  const fail = (problem: string): QueueError => {
    const message = `The run ${runId} of the queue "${name}" could not be finished: ${problem}`;
    return new QueueError({ message, queue: name, operation: 'finish' });
  };
  while (true) {
    const finish = await port.finishes.find(id);
    if (finish === undefined) throw fail(lostRun);
    if (finish.state === 'completed') return toRunReport(finish.result as RunReport);
    if (finish.state === 'failed') throw fail(`${finish.reason}`);
    await clock.sleep(pollMs, signal);
  }
}

/** What happened to a run that the queue had before, and what to do. */
export const lostRun = 'the database lost its data. Enqueue the documents again, then finish the run.';

/** Milliseconds in which another program may begin to enqueue the run. */
const startMs = 10_000;

/** Waits until a run is being enqueued. @throws {InvalidArgumentError} when that does not happen soon. */
async function requireEnqueuedRun(
  { port, clock, name }: IndexQueue,
  { runId, pollMs, signal }: { runId: number; pollMs: number; signal: AbortSignal | undefined },
): Promise<void> {
  const end = clock.now() + startMs;
  while ((await readEnqueueRecord(port, runId)) === undefined) {
    if (clock.now() >= end) {
      const newest = await newestEnqueuedRun(port);
      const runs = newest === undefined ? 'The queue has no run.' : `The newest run is ${newest}.`;
      throw new InvalidArgumentError({
        parameter: 'runId',
        value: runId,
        expected: `a run that was enqueued in the queue "${name}"`,
        advice: `${runs} Correct the id, or call enqueueDocuments with it first.`,
      });
    }
    await clock.sleep(pollMs, signal);
  }
}
