import { randomUUID } from 'node:crypto';

import type { JobQueue } from '../queue/queue-port.ts';
import { runJobId } from '../runs/unit-ids.ts';

/**
 * A record that is new after each group of units. A database that is restored to an earlier moment has lost it together with the latest units, while older
 * records and the units before them are still there.
 */
export class LastMark {
  readonly #prefix: string;
  #place = 0;

  constructor(runId: number) {
    this.#prefix = runJobId(runId, `mark-${randomUUID()}`);
  }

  async begin(records: JobQueue): Promise<void> {
    await records.add([{ id: this.#id(0), json: '{}' }]);
  }

  /** Returns whether the database still has everything that was added before the latest mark. */
  async isKept(records: JobQueue): Promise<boolean> {
    return (await records.find(this.#id(this.#place))) !== undefined;
  }

  /** Marks what was added since the latest mark. */
  async move(records: JobQueue): Promise<void> {
    await records.add([{ id: this.#id(this.#place + 1), json: '{}' }]);
    this.#place++;
    await records.remove(this.#id(this.#place - 1));
  }

  async remove(records: JobQueue): Promise<void> {
    await records.remove(this.#id(this.#place));
  }

  #id(place: number): string {
    return `${this.#prefix}-${place}`;
  }
}
