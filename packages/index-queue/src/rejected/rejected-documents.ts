import { isDocumentId, type OptionKinds, requireOptions } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import type { DocumentFailure } from '../indexing-pipeline.ts';
import type { QueuePort } from '../queue/queue-port.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import { digest, runJobId, runOf } from '../runs/unit-ids.ts';
import { describeRejection } from '../failures/describe-failure.ts';

/** A document that cannot be indexed. */
export interface RejectedDocument {
  /** The id of the document; a bigint id is given as text. A document without a valid id has `document INDEX of unit UNIT`. */
  readonly id: number | string;
  /** Index among the documents of its unit. */
  readonly index: number;
  /** The reason, without the document's text. */
  readonly reason: string;
  /** The stage that failed, for example `embed`. */
  readonly stage: string;
}

/** Options of {@link readRejected}. */
export interface ReadRejectedOptions {
  readonly runId: number;
}

const optionKinds: OptionKinds<ReadRejectedOptions> = { runId: 'number' };

/**
 * Yields the documents of a run that cannot be indexed, up to the limit `keepRejected` of `createIndexWorker`.
 *
 * @throws {InvalidArgumentError} when an option is invalid.
 * @throws {QueueError} when the queue fails.
 * @example
 * for await (const { id, reason } of readRejected(queue, { runId })) console.log(id, reason);
 */
export async function* readRejected(
  queue: IndexQueue,
  options: ReadRejectedOptions,
): AsyncGenerator<RejectedDocument, void, undefined> {
  requireIndexQueue(queue);
  const { runId } = requireOptions(options, optionKinds);
  requireRunId(runId);
  for (const id of await queue.port.rejected.unfinishedIds()) {
    if (runOf(id) !== runId) continue;
    const job = await queue.port.rejected.find(id);
    if (job !== undefined) yield JSON.parse(job.json) as RejectedDocument;
  }
}

/** Records documents of a unit that cannot be indexed, up to `keep`. Removes those of older runs for room. A document is recorded once per run. */
export async function noteRejected(
  port: QueuePort,
  { unit, failures, keep }: { unit: string; failures: readonly DocumentFailure[]; keep: number },
): Promise<void> {
  const runId = runOf(unit);
  if (failures.length === 0) return;
  const { waiting } = await port.rejected.counts();
  let room = keep - waiting;
  if (room < failures.length) room += await removeOlder(port, runId, failures.length - room);
  const jobs = failures.slice(0, Math.max(0, room)).map(({ id, index, stage, error }) => {
    // Documents without a valid id would share one key.
    const own = isDocumentId(id) ? id : `document ${index} of unit ${unit}`;
    const plain = typeof own === 'bigint' ? `${own}` : own;
    const rejected: RejectedDocument = { id: plain, index, reason: describeRejection(error), stage };
    return { id: runJobId(runId, digest(`${typeof own} ${own}`)), json: JSON.stringify(rejected) };
  });
  if (jobs.length > 0) await port.rejected.add(jobs);
}

async function removeOlder(port: QueuePort, runId: number, count: number): Promise<number> {
  const older = (await port.rejected.unfinishedIds()).filter((id) => runOf(id) < runId).slice(0, count);
  for (const id of older) await port.rejected.remove(id);
  return older.length;
}
