import { selectSlots } from '../filter/slot-selection.ts';
import type { RequestContext } from '../json/server-errors.ts';
import type { ParsedRetrieve, ParsedScroll } from '../requests/points/read-point-lists.ts';
import type { PointRecordResult, ScrollResult } from '../requests/types/result-types.ts';
import type { PointTable } from '../table/point-table.ts';
import { requireResultVectors } from '../table/prepare-vector.ts';
import { shapeRecord } from '../table/shape-record.ts';
import { orderSlots } from './order-slots.ts';
import { scrollSlots } from './scroll-slots.ts';

/**
 * The points with the given ids, each once, in their order; unknown ids are left out.
 *
 * @throws {VectorStoreError} with status 400 when a vector to return is not there.
 */
export function retrievePoints(
  table: PointTable,
  { ids, result }: ParsedRetrieve,
  context: RequestContext,
): PointRecordResult[] {
  requireResultVectors(table.config, result, context);
  const slots = new Set(ids.map((id) => table.slotOf(id)).filter((slot) => slot !== undefined));
  return Array.from(slots, (slot) => shapeRecord(table, slot, result));
}

/**
 * A page of the points that pass the filter, in the order of their ids or of a payload value.
 *
 * @throws {VectorStoreError} with status 400 when a vector to return is not there.
 */
export function scrollPoints(table: PointTable, request: ParsedScroll, context: RequestContext): ScrollResult {
  const { limit, offset, orderBy, filter, result } = request;
  requireResultVectors(table.config, result, context);
  const selection = selectSlots(table, filter);
  if (orderBy !== undefined) {
    const points = orderSlots(table, orderBy, { selection, limit }).map(({ slot, value }) => ({
      ...shapeRecord(table, slot, result),
      order_value: value,
    }));
    return { points, next_page_offset: null };
  }
  const { slots, nextSlot } = scrollSlots(table, { limit, from: offset, selection });
  return {
    points: slots.map((slot) => shapeRecord(table, slot, result)),
    next_page_offset: nextSlot === undefined ? null : table.id(nextSlot),
  };
}
