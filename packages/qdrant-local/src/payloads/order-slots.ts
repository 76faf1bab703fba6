import type { PointTable } from '../engine/point-table.ts';
import { parseDatetime } from '../filter/parse-datetime.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../points/point-ids.ts';
import { type JsonPath, valuesAt } from './json-path.ts';

/** By which values to order points. */
export interface ValueOrder {
  readonly path: JsonPath;
  readonly isDescending: boolean;
  /** The first value, a number or microseconds since 1970. */
  readonly startFrom: number | undefined;
}

/** A point's place in an order. */
export interface OrderedSlot {
  readonly slot: number;
  readonly value: number;
}

/**
 * The selected points in the order of the numbers and moments at a path, at most `limit` of them: a point comes once for
 * each of its different values, and not at all without one. Equal values are in the order of ids, which is descending
 * too where the values are.
 *
 * A server wants a range index on the key; here none is needed. Source: qdrant/qdrant
 * lib/segment/src/data_types/order_by.rs and lib/collection/src/collection/point_ops.rs.
 */
export function orderSlots(
  table: PointTable,
  { path, isDescending, startFrom }: ValueOrder,
  { selection, limit }: { readonly selection: SlotSelection; readonly limit: number },
): OrderedSlot[] {
  const sign = isDescending ? -1 : 1;
  const first = startFrom === undefined ? -Infinity : sign * startFrom;
  const ordered: OrderedSlot[] = [];
  const { candidates, passes } = selection;
  const total = candidates?.length ?? table.slotCount;
  for (let index = 0; index < total; index++) {
    const slot = candidates?.[index] ?? index;
    const values = orderValues(table, slot, path).filter((value) => sign * value >= first);
    if (values.length === 0 || (passes !== undefined && !passes(slot))) continue;
    for (const value of values) ordered.push({ slot, value });
  }
  ordered.sort((a, b) => sign * (a.value - b.value || comparePointIds(table.id(a.slot), table.id(b.slot))));
  return ordered.slice(0, limit);
}

/** The different numbers and moments of a point; of a deleted one there are none. */
function orderValues(table: PointTable, slot: number, path: JsonPath): number[] {
  const values = valuesAt(table.payload(slot), path).map((value) =>
    typeof value === 'string' ? parseDatetime(value) : value,
  );
  return [...new Set(values.filter((value) => typeof value === 'number'))];
}
