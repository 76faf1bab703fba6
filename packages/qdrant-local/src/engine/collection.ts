import type { PointPredicate } from '../filter/predicates.ts';
import { searchNearest } from '../query/nearest.ts';
import { scrollSlots } from '../query/scroll.ts';
import type { CollectionConfig } from '../requests/read-collection-config.ts';
import type { ParsedQuery } from '../requests/read-query.ts';
import type { ParsedRetrieve, ParsedScroll } from '../requests/read-reads.ts';
import type {
  CollectionInfo,
  PointRecordResult,
  QueryResult,
  ScoredPoint,
  ScrollResult,
} from '../requests/result-types.ts';
import { pointHasNoVector, pointNotFound, type RequestContext } from '../server-errors.ts';
import type { PointChange } from '../storage/storage.ts';
import { shortestFloat32 } from '../vectors/shortest-float32.ts';
import { describeCollection } from './describe-collection.ts';
import { PointTable } from './point-table.ts';
import { prepareVector, requireVectorParams } from './prepare-vector.ts';
import { type ResultShape, shapeRecord } from './shape-record.ts';

/** One collection in memory. Reads are synchronous and see whole writes; writes arrive as changes that cannot fail. */
export class Collection {
  readonly config: CollectionConfig;
  readonly table: PointTable;
  #operationCount = 0;

  constructor(config: CollectionConfig) {
    this.config = config;
    this.table = new PointTable(config);
  }

  /** The number that the next write will have. */
  get nextOperationId(): number {
    return this.#operationCount;
  }

  /** Applies the changes of one write and returns the write's number. */
  apply(changes: Iterable<PointChange>): number {
    for (const change of changes) this.table.apply(change);
    return this.#operationCount++;
  }

  /** Takes up points that were stored before; later writes are numbered on from theirs. */
  restore(changes: Iterable<PointChange>): void {
    for (const change of changes) {
      this.table.apply(change);
      if (change.kind === 'put') this.#operationCount = Math.max(this.#operationCount, change.record.version + 1);
    }
  }

  describe(): CollectionInfo {
    return describeCollection(this.config, this.table.size);
  }

  count(passes: PointPredicate | undefined): number {
    if (passes === undefined) return this.table.size;
    let count = 0;
    for (const slot of this.table.slotsById()) if (passes(this.table.id(slot), this.table.payload(slot))) count++;
    return count;
  }

  retrieve({ ids, selectPayload, withVector }: ParsedRetrieve, context: RequestContext): PointRecordResult[] {
    const shape = this.#resultShape({ selectPayload, withVector }, context);
    const slots = new Set(ids.map((id) => this.table.slotOf(id)).filter((slot) => slot !== undefined));
    return Array.from(slots, (slot) => shapeRecord(this.table, slot, shape));
  }

  scroll(request: ParsedScroll, context: RequestContext): ScrollResult {
    const { limit, offset, passes } = request;
    const shape = this.#resultShape(request, context);
    const { slots, nextSlot } = scrollSlots(this.table, { limit, from: offset, passes });
    return {
      points: slots.map((slot) => shapeRecord(this.table, slot, shape)),
      next_page_offset: nextSlot === undefined ? null : this.table.id(nextSlot),
    };
  }

  query(request: ParsedQuery, context: RequestContext): QueryResult {
    const { limit, offset, passes } = request;
    const shape = this.#resultShape(request, context);
    if (request.target.kind === 'none') {
      // A query for nothing lists the points by id; the server gives them score 0 and version 0.
      const { slots } = scrollSlots(this.table, { limit: limit + offset, passes });
      const points = slots.slice(offset).map((slot) => this.#hit(slot, 0, 0, shape));
      return { points };
    }
    const hits = this.#nearest(request, context).slice(offset);
    return { points: hits.map(({ slot, score }) => this.#hit(slot, score, this.table.version(slot), shape)) };
  }

  #nearest({ target, vectorName, limit, offset, passes, scoreThreshold }: ParsedQuery, context: RequestContext) {
    const { distance } = requireVectorParams(this.config, vectorName, context);
    const arena = this.table.arenas.get(vectorName)!;
    const options = { distance, count: limit + offset, passes, scoreThreshold };
    if (target.kind !== 'point') {
      const vector = prepareVector(this.config, vectorName, (target as { vector: Float32Array }).vector, context);
      return searchNearest(this.table, arena, vector, options);
    }
    const exceptSlot = this.table.slotOf(target.id);
    if (exceptSlot === undefined) throw pointNotFound(context, target.id);
    const vector = arena.row(exceptSlot);
    if (vector === undefined) throw pointHasNoVector(context, target.id, vectorName);
    return searchNearest(this.table, arena, vector, { ...options, exceptSlot });
  }

  #hit(slot: number, score: number, version: number, shape: ResultShape): ScoredPoint {
    const { id, ...rest } = shapeRecord(this.table, slot, shape);
    // Adding 0 turns -0, which JSON does not know, into 0.
    return { id, version, score: shortestFloat32(score) + 0, ...rest };
  }

  #resultShape(
    { selectPayload, withVector }: Pick<ParsedQuery, 'selectPayload' | 'withVector'>,
    context: RequestContext,
  ): ResultShape {
    if (Array.isArray(withVector)) for (const name of withVector) requireVectorParams(this.config, name, context);
    return { selectPayload, withVector };
  }
}
