import { QueueError } from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import type { QueuePort } from '../queue/queue-port.ts';
import { addEnqueueRecord, type EnqueueRecord, readEnqueueRecord, replaceEnqueueRecord } from '../runs/run-records.ts';
import { digest } from '../runs/unit-ids.ts';
import { LastMark } from './last-mark.ts';
import type { Part } from './parts-of.ts';
import { SeenIds } from './seen-ids.ts';
import type { Unit } from './units-of.ts';

const msBetweenNotes = 2000;

/** A run whose units are being added, with the groups that an earlier call added. */
export class EnqueuedRun {
  units = 0;
  items = 0;
  readonly #queue: IndexQueue;
  readonly #runId: number;
  /** Digests of the added groups, by position. */
  readonly #digests: string[];
  #isWhole: boolean;
  #groups = 0;
  /** The group that is not complete yet, and how many of its units were added. */
  #group: Unit[] = [];
  #added = 0;
  #notedAt = Number.NEGATIVE_INFINITY;
  readonly #mark: LastMark;
  readonly #seen = new SeenIds();
  #distinctItems = 0;
  readonly #doneBefore: number;

  private constructor(queue: IndexQueue, runId: number, { groups, isWhole, doneBefore = 0 }: EnqueueRecord) {
    this.#queue = queue;
    this.#runId = runId;
    this.#digests = [...groups];
    this.#isWhole = isWhole;
    this.#doneBefore = doneBefore;
    this.#mark = new LastMark(runId);
  }

  static async open(queue: IndexQueue, runId: number): Promise<EnqueuedRun> {
    const known = await readEnqueueRecord(queue.port, runId);
    const run = new EnqueuedRun(queue, runId, known ?? { isWhole: false, units: 0, items: 0, groups: [] });
    if (known === undefined) {
      run.#notedAt = queue.clock.now();
      await addEnqueueRecord(queue.port, runId, run.#record());
    }
    await run.#mark.begin(queue.port.records);
    return run;
  }

  /** Adds a part after `untilRoom`, unless an earlier call added the same group at the same position. */
  async add({ units, isLast }: Part, untilRoom: () => Promise<void>): Promise<void> {
    this.#group.push(...units);
    const known = this.#digests[this.#groups];
    // Only the complete group shows whether an earlier call added it.
    if (!isLast && known !== undefined) return;
    const own = isLast ? digest(this.#group.map(({ id }) => id).join()) : undefined;
    const fresh = this.#group.slice(this.#added);
    const isNew = fresh.length > 0 && (own === undefined || own !== known);
    if (isNew) await this.#add(fresh, untilRoom);
    this.units += fresh.length;
    this.items += itemsOf(fresh);
    this.#distinctItems += itemsOf(fresh.filter(({ id }) => this.#seen.add(id)));
    this.#added = this.#group.length;
    if (own !== undefined) this.#endGroup(own);
    if (isNew) await this.#moveMark();
    // The record grows with the run. Writing it for each group would eventually take most of the time.
    if (isNew && this.#queue.clock.now() - this.#notedAt >= msBetweenNotes) await this.note();
  }

  async #add(units: readonly Unit[], untilRoom: () => Promise<void>): Promise<void> {
    await untilRoom();
    // A complete run becomes incomplete: it must not be finished before the new units are done.
    if (this.#isWhole) {
      this.#isWhole = false;
      await this.note();
    }
    await this.#queue.port.units.add(units);
  }

  #endGroup(own: string): void {
    const place = this.#groups++;
    // After other items, the later groups of an earlier call are at other positions.
    if (this.#digests[place] !== own) this.#digests.splice(place, Number.POSITIVE_INFINITY, own);
    this.#group = [];
    this.#added = 0;
  }

  async end(): Promise<void> {
    this.#digests.length = this.#groups;
    this.#isWhole = true;
    await this.note();
    await this.#mark.remove(this.#queue.port.records);
  }

  /** Writes the progress of a run whose source was not read to the end. The record of a run that was whole before remains correct. */
  async interrupt(port: QueuePort): Promise<void> {
    if (!this.#isWhole) await this.note(port);
    await this.#mark.remove(port.records);
  }

  /**
   * Writes the progress of the run to the queue.
   *
   * @throws {QueueError} when the database has lost units. The record then stays as it is: it has the groups that were added before the loss.
   */
  async note(port: QueuePort = this.#queue.port): Promise<void> {
    await this.#requireKept(port);
    this.#notedAt = this.#queue.clock.now();
    if (!(await replaceEnqueueRecord(port, this.#runId, this.#record()))) throw this.#lost();
  }

  #record(): EnqueueRecord {
    const { units, items } = this;
    const [isWhole, groups] = [this.#isWhole, this.#digests];
    const [distinctItems, doneBefore] = [this.#distinctItems, this.#doneBefore];
    return { isWhole, units, items, groups, distinctItems, ...(doneBefore > 0 && { doneBefore }) };
  }

  async #moveMark(): Promise<void> {
    const { port } = this.#queue;
    await this.#requireKept(port);
    await this.#mark.move(port.records);
  }

  async #requireKept(port: QueuePort): Promise<void> {
    if (!(await this.#mark.isKept(port.records))) throw this.#lost();
  }

  #lost(): QueueError {
    const { name } = this.#queue;
    const message = `The database of the queue "${name}" lost units of the run ${this.#runId} while they were enqueued. Enqueue the documents again, with the same runId or a larger one.`;
    return new QueueError({ message, queue: name, operation: 'enqueue' });
  }
}

function itemsOf(units: readonly Unit[]): number {
  return units.reduce((sum, { items }) => sum + items, 0);
}
