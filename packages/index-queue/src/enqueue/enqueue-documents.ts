import {
  callListener,
  InvalidArgumentError,
  isIterableObject,
  type OptionKinds,
  type ProgressListener,
  requireInteger,
  requireOptions,
  requireTimeout,
} from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import { abortableQueue } from '../abortable-queue.ts';
import { closingMs, endsWithin } from '../queue/within.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import { newestFinishedRun } from '../runs/run-records.ts';
import { finishJobId } from '../runs/unit-ids.ts';
import { EnqueuedRun } from './enqueued-run.ts';
import { partsOf } from './parts-of.ts';
import { retryFailedUnits, waitForRoom } from './room.ts';
import { unitsOf } from './units-of.ts';

/** Options of {@link enqueueDocuments}. */
export interface EnqueueOptions {
  /** Id of the run: an integer larger than the id of any earlier run, such as `Date.now()`. */
  readonly runId: number;
  /** Items per unit, at least 1. The items of a unit are indexed together, and again when their worker is lost. @default 64 */
  readonly unitSize?: number;
  /** Adds no unit while this many units wait, and rejects when this many units of the run have failed. This limits the size of the database. @default 10,000 */
  readonly highWaterMark?: number;
  /** Milliseconds between two checks of a full queue. @default 1000 */
  readonly pollMs?: number;
  /** Cancels the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives an event of the phase `upload` for each group of units. */
  readonly onProgress?: ProgressListener;
}

/** The result of {@link enqueueDocuments}: the numbers of items and units in the source. */
export interface EnqueueReport {
  readonly runId: number;
  readonly items: number;
  readonly units: number;
}

const optionKinds: OptionKinds<EnqueueOptions> = {
  runId: 'number',
  unitSize: 'number',
  highWaterMark: 'number',
  pollMs: 'number',
  signal: 'signal',
  onProgress: 'function',
};

/**
 * Adds the items of a source to the queue in units, and records when the source is complete. Items are references that the workers' `read` turns into
 * documents, or small documents themselves: `{ id, payload }`.
 *
 * The source is read as the queue has room, and at most one group of 256 units is held in memory. When the source is slow, units are added after a
 * second.
 *
 * Repeat an interrupted call from the start: units that were added or done are skipped. After a crash, units of its last two seconds and of an incomplete
 * group may run again, which changes no document.
 *
 * @throws {InvalidArgumentError} when an option is invalid, JSON cannot represent an item, an item is larger than 64 kB, this run is finished, or a later run is
 *   finished or removes documents.
 * @throws {QueueError} when the queue fails, the database loses units, or `highWaterMark` units of the run have failed. After the cause is removed, repeat
 *   the call: it adds lost units again, and retries failed ones.
 * @example
 * await enqueueDocuments(queue, ['a.md', 'b.md'], { runId: Date.now() }); // => { runId: 1764403200000, items: 2, units: 1 }
 */
export async function enqueueDocuments(
  queue: IndexQueue,
  items: Iterable<unknown> | AsyncIterable<unknown>,
  options: EnqueueOptions,
): Promise<EnqueueReport> {
  requireIndexQueue(queue);
  requireIterable(items);
  requireOptions(options, optionKinds);
  const { runId, unitSize = 64, highWaterMark = 10_000, pollMs = 1000, signal, onProgress } = options;
  requireRunId(runId);
  requireInteger(unitSize, 'unitSize', { min: 1 });
  requireInteger(highWaterMark, 'highWaterMark', { min: 1 });
  requireTimeout(pollMs, 'pollMs');
  signal?.throwIfAborted();
  const abortable = abortableQueue(queue, signal);
  await requireNewestRun(abortable, runId);
  await retryFailedUnits(abortable, { runId, highWaterMark, signal });
  const run = await EnqueuedRun.open(abortable, runId);
  const report = (total?: number): void =>
    callListener(onProgress, {
      phase: 'upload',
      subject: queue.name,
      completed: run.items,
      ...(total !== undefined && { total }),
      unit: 'items',
    });
  const untilRoom = async (): Promise<void> => waitForRoom(abortable, { runId, highWaterMark, pollMs, signal });
  report();
  const units = unitsOf(items, { runId, unitSize, signal });
  try {
    for await (const part of partsOf(units, { clock: queue.clock, signal })) {
      await run.add(part, untilRoom);
      report();
    }
  } catch (error) {
    // Without this record, units since the last record would be added again. A failure here has the cause that is already thrown.
    await endsWithin(closingMs, run.interrupt(queue.port)).catch(() => {});
    throw error;
  }
  await run.end();
  report(run.items);
  return { runId, items: run.items, units: run.units };
}

function requireIterable(items: unknown): void {
  if (isIterableObject(items)) return;
  throw new InvalidArgumentError({ parameter: 'items', value: items, expected: 'a list, or another iterable' });
}

async function requireNewestRun({ port }: IndexQueue, runId: number): Promise<void> {
  const newest = await newestFinishedRun(port);
  if (runId > newest) return;
  // A run that is closed but could not be finished may be enqueued again.
  const finish = await port.finishes.find(finishJobId(runId));
  if (runId === newest && finish?.state !== 'completed') return;
  const expected = `above ${newest}, the last finished run`;
  throw new InvalidArgumentError({ parameter: 'runId', value: runId, expected });
}
