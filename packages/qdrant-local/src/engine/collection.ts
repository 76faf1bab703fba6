import { Turns } from '../turns/turns.ts';
import type { BuiltIndexes } from '../payload-indexes/payload-indexes.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import { PointTable, type StoredRowsReader } from '../table/point-table.ts';

/**
 * One collection in memory. No write is applied during a read, so every read sees complete writes. Writes arrive as changes
 * that cannot fail.
 */
export class Collection {
  readonly table: PointTable;
  #operationCount = 0;

  /** `readPacked` reads packed rows from the storage. Without it, they are kept in memory. */
  constructor(config: CollectionConfig, readPacked?: StoredRowsReader) {
    this.table = new PointTable(config, readPacked);
  }

  get config(): CollectionConfig {
    return this.table.config;
  }

  /** Applies new settings and then the accompanying changes. Returns the write's number. */
  reconfigure(config: CollectionConfig, changes: Iterable<PointChange>, builtIndexes: BuiltIndexes): Promise<number> {
    this.table.reconfigure(config, builtIndexes);
    return this.apply(changes);
  }

  /** The number that the next write will have. */
  get nextOperationId(): number {
    return this.#operationCount;
  }

  /**
   * Applies the changes of one write (one or more operations), and returns the number of its first operation. The event
   * loop turns in between: no read may happen before the promise settles.
   */
  async apply(changes: Iterable<PointChange>, operationCount = 1): Promise<number> {
    const turns = new Turns();
    for (const change of changes) {
      if (turns.isSpent()) await turns.next();
      for (const _ of this.table.applyInSteps(change)) if (turns.isSpent()) await turns.next();
    }
    this.#operationCount += operationCount;
    return this.#operationCount - operationCount;
  }

  /** Restores stored points, and yields to the event loop in between. The next write gets a number above the versions of all these points. */
  async restore(records: Iterable<PointRecord>): Promise<void> {
    const turns = new Turns();
    for (const record of records) {
      if (turns.isSpent()) await turns.next();
      for (const _ of this.table.applyInSteps({ kind: 'put', record })) if (turns.isSpent()) await turns.next();
      this.#operationCount = Math.max(this.#operationCount, record.version + 1);
    }
  }
}
