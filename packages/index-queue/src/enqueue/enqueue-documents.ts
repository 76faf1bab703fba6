import {
  InvalidArgumentError,
  nextTurn,
  type OptionKinds,
  type ProgressListener,
  requireInteger,
  requireOptions,
} from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import { requireIndexQueue, requireRunId } from '../require-queue.ts';
import { type EnqueueRecord, newestFinishedRun, readEnqueueRecord, writeEnqueueRecord } from '../runs/run-records.ts';
import { digest, runJobId } from '../runs/unit-ids.ts';
import { retryFailedUnits, waitForRoom } from './room.ts';
import { type Unit, unitsOf } from './units-of.ts';

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

/** Maximum units per call of the database. Large units make smaller groups. */
const unitsOfGroup = 256;
const charactersOfGroup = 4 * 1024 * 1024;
const msBetweenNotes = 2000;

/**
 * Adds the items of a source to the queue in units, and records when the source is complete. Items are references that the workers' `read` turns into
 * documents, or small documents themselves: `{ id, payload }`.
 *
 * The source is read as the queue has room, and at most one group of units is held in memory. Repeat an interrupted call from the start: units that
 * exist or were done are not added again.
 *
 * @throws {InvalidArgumentError} when an option is invalid, an item is not JSON or is larger than 64 kB, this run is finished, or a later run is
 *   finished or removes documents.
 * @throws {QueueError} when the queue fails, or `highWaterMark` units of the run have failed. After the cause is removed, repeat the call: it retries
 *   them.
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
  requireInteger(pollMs, 'pollMs', { min: 1 });
  signal?.throwIfAborted();
  await requireNewestRun(queue, runId);

  await retryFailedUnits(queue, { runId, highWaterMark, signal });
  const run = await EnqueuedRun.open(queue, runId);
  const report = (total?: number): void =>
    onProgress?.({
      phase: 'upload',
      subject: queue.name,
      completed: run.items,
      ...(total !== undefined && { total }),
      unit: 'items',
    });
  const untilRoom = async (): Promise<void> => waitForRoom(queue, { runId, highWaterMark, pollMs, signal });
  report();
  try {
    for await (const group of groupsOf(unitsOf(items, { runId, unitSize }))) {
      signal?.throwIfAborted();
      await run.add(group, untilRoom);
      report();
      // Without this, a source in memory whose units all exist already would block the event loop.
      await nextTurn();
    }
  } catch (error) {
    // Without this record, units since the last record would be added again. A failure here has the cause that is already thrown.
    await run.note().catch(() => {});
    throw error;
  }
  await run.end();
  report(run.items);
  return { runId, items: run.items, units: run.units };
}

/** A run whose units are being added, with the groups that an earlier call added. */
class EnqueuedRun {
  units = 0;
  items = 0;
  readonly #queue: IndexQueue;
  readonly #runId: number;
  /** Digests of the added groups, by position. */
  readonly #digests: string[];
  #isWhole: boolean;
  #groups = 0;
  #notedAt = Number.NEGATIVE_INFINITY;

  private constructor(queue: IndexQueue, runId: number, { groups, isWhole }: EnqueueRecord) {
    this.#queue = queue;
    this.#runId = runId;
    this.#digests = [...groups];
    this.#isWhole = isWhole;
  }

  static async open(queue: IndexQueue, runId: number): Promise<EnqueuedRun> {
    const known = await readEnqueueRecord(queue.port, runId);
    const run = new EnqueuedRun(queue, runId, known ?? { isWhole: false, units: 0, items: 0, groups: [] });
    if (known === undefined) await run.note();
    return run;
  }

  /** Adds a group after `untilRoom`, unless an earlier call added the same group at the same position. */
  async add(group: readonly Unit[], untilRoom: () => Promise<void>): Promise<void> {
    const known = digest(group.map(({ id }) => id).join());
    const place = this.#groups++;
    this.units += group.length;
    this.items += group.reduce((sum, { items }) => sum + items, 0);
    if (this.#digests[place] === known) return;
    await untilRoom();
    // A complete run becomes incomplete: it must not be finished before the new units are done.
    if (this.#isWhole) {
      this.#isWhole = false;
      await this.note();
    }
    await this.#queue.port.units.add(group);
    this.#digests.splice(place, Number.POSITIVE_INFINITY, known);
    // The record grows with the run. Writing it for each group would eventually take most of the time.
    if (this.#queue.clock.now() - this.#notedAt >= msBetweenNotes) await this.note();
  }

  async end(): Promise<void> {
    this.#digests.length = this.#groups;
    this.#isWhole = true;
    await this.note();
  }

  /** Writes the progress of the run to the queue. */
  async note(): Promise<void> {
    this.#notedAt = this.#queue.clock.now();
    const { units, items } = this;
    const record = { isWhole: this.#isWhole, units, items, groups: this.#digests };
    await writeEnqueueRecord(this.#queue.port, this.#runId, record);
  }
}

async function* groupsOf(units: AsyncIterable<Unit>): AsyncGenerator<readonly Unit[], void, undefined> {
  let group: Unit[] = [];
  let characters = 0;
  for await (const unit of units) {
    group.push(unit);
    characters += unit.json.length;
    if (group.length < unitsOfGroup && characters < charactersOfGroup) continue;
    yield group;
    group = [];
    characters = 0;
  }
  if (group.length > 0) yield group;
}

function requireIterable(items: unknown): void {
  const isObject = typeof items === 'object' && items !== null;
  if (isObject && (Symbol.iterator in items || Symbol.asyncIterator in items)) return;
  throw new InvalidArgumentError({ parameter: 'items', value: items, expected: 'a list, or another iterable' });
}

async function requireNewestRun({ port }: IndexQueue, runId: number): Promise<void> {
  const newest = await newestFinishedRun(port);
  if (runId > newest) return;
  // A run that is closed but could not be finished may be enqueued again.
  const finish = await port.finishes.find(runJobId(runId, 'finish'));
  if (runId === newest && finish?.state !== 'completed') return;
  const expected = `above ${newest}, the last finished run`;
  throw new InvalidArgumentError({ parameter: 'runId', value: runId, expected });
}
