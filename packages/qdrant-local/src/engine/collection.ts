import { type ParsedFilter, selectSlots } from '../filter/slot-selection.ts';
import type { BuiltIndexes } from '../payload-indexes/payload-indexes.ts';
import { countValues } from '../payloads/count-values.ts';
import { orderSlots } from '../payloads/order-slots.ts';
import { isTurnSpent, nextTurn } from '../query/event-loop-turns.ts';
import { scrollSlots } from '../query/scroll.ts';
import type { CollectionConfig } from '../requests/read-collection-config.ts';
import type { ParsedFacet } from '../requests/read-facet.ts';
import type { HitSelection } from '../requests/query-tree.ts';
import type { ParsedRetrieve, ParsedScroll } from '../requests/read-reads.ts';
import type { CollectionInfo, FacetResult, PointRecordResult, ScrollResult } from '../requests/result-types.ts';
import type { RequestContext } from '../server-errors.ts';
import type { PointChange, PointRecord } from '../storage/storage.ts';
import { describeCollection } from './describe-collection.ts';
import { PointTable } from './point-table.ts';
import { requireVector } from './prepare-vector.ts';
import { type ResultShape, shapeRecord } from './shape-record.ts';

// A look at the clock for every point would cost as much as a small one.
const pointsPerLook = 64;

/**
 * One collection in memory. No write is applied while a read is under way, so every read sees whole writes; writes arrive
 * as changes that cannot fail.
 */
export class Collection {
  #config: CollectionConfig;
  readonly table: PointTable;
  #operationCount = 0;

  constructor(config: CollectionConfig) {
    this.#config = config;
    this.table = new PointTable(config);
  }

  get config(): CollectionConfig {
    return this.#config;
  }

  /** Takes up new settings, then the changes that come with them; returns the write's number. */
  reconfigure(config: CollectionConfig, changes: Iterable<PointChange>, builtIndexes: BuiltIndexes): number {
    this.#config = config;
    this.table.reconfigure(config, builtIndexes);
    return this.apply(changes);
  }

  /** The number that the next write will have. */
  get nextOperationId(): number {
    return this.#operationCount;
  }

  /** Applies the changes of one write, of one or several operations, and returns the first one's number. */
  apply(changes: Iterable<PointChange>, operationCount = 1): number {
    for (const change of changes) this.table.apply(change);
    this.#operationCount += operationCount;
    return this.#operationCount - operationCount;
  }

  /** Takes up points that were stored before, letting the event loop turn in between; later writes are numbered on from theirs. */
  async restore(records: Iterable<PointRecord>): Promise<void> {
    let count = 0;
    for (const record of records) {
      if (count++ % pointsPerLook === 0 && isTurnSpent()) await nextTurn();
      this.table.apply({ kind: 'put', record });
      this.#operationCount = Math.max(this.#operationCount, record.version + 1);
    }
  }

  describe(): CollectionInfo {
    return describeCollection(this.config, this.table);
  }

  count(filter: ParsedFilter): number {
    const { candidates, passes } = selectSlots(this.table, filter);
    if (passes === undefined) return candidates?.length ?? this.table.size;
    let count = 0;
    for (const slot of candidates ?? this.table.slotsById()) if (passes(slot)) count++;
    return count;
  }

  facet({ path, limit, filter }: ParsedFacet): FacetResult {
    return { hits: countValues(this.table, path, { selection: selectSlots(this.table, filter), limit }) };
  }

  retrieve({ ids, selectPayload, withVector }: ParsedRetrieve, context: RequestContext): PointRecordResult[] {
    const shape = this.resultShape({ selectPayload, withVector }, context);
    const slots = new Set(ids.map((id) => this.table.slotOf(id)).filter((slot) => slot !== undefined));
    return Array.from(slots, (slot) => shapeRecord(this.table, slot, shape));
  }

  scroll(request: ParsedScroll, context: RequestContext): ScrollResult {
    const { limit, offset, orderBy, filter } = request;
    const shape = this.resultShape(request, context);
    const selection = selectSlots(this.table, filter);
    if (orderBy !== undefined) {
      const ordered = orderSlots(this.table, orderBy, { selection, limit });
      const points = ordered.map(({ slot, value }) => ({
        ...shapeRecord(this.table, slot, shape),
        order_value: value,
      }));
      return { points, next_page_offset: null };
    }
    const { slots, nextSlot } = scrollSlots(this.table, { limit, from: offset, selection });
    return {
      points: slots.map((slot) => shapeRecord(this.table, slot, shape)),
      next_page_offset: nextSlot === undefined ? null : this.table.id(nextSlot),
    };
  }

  /** What to return of each point. @throws {VectorStoreError} with status 400 when it names a vector that is not there. */
  resultShape({ selectPayload, withVector }: HitSelection, context: RequestContext): ResultShape {
    if (Array.isArray(withVector)) for (const name of withVector) requireVector(this.config, name, context);
    return { selectPayload, withVector };
  }
}
