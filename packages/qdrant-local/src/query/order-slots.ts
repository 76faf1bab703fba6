import { sortInTurns } from '../turns/sort-in-steps.ts';
import { atOnce, runInTurns, mapInSteps, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { valuesAt } from '../json/json-path.ts';
import { numberOf } from '../json/whole-float.ts';
import { RangeIndex } from '../payload-indexes/range-index.ts';
import type { SortedPairs } from '../payload-indexes/sorted-pairs.ts';
import { parseDatetime } from '../requests/filter/parse-datetime.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { ValueOrder } from '../requests/read-order-by.ts';
import type { PointTable } from '../table/point-table.ts';

// The maximum number of values of a point that are read in one step.
const fewValues = 256;

/** A point with the value by which it is ordered. */
export interface OrderedSlot {
  readonly slot: number;
  readonly value: number;
}

/** The points to order, and the maximum number to return. */
interface OrderOptions {
  readonly selection: SlotSelection;
  readonly limit: number;
  readonly turns: Turns;
}

/**
 * Returns at most `limit` of the selected points, in the order of the numbers and moments at a path. A point occurs once for
 * each of its distinct values, and not at all without a value. Equal values are in the order of ids, which is descending
 * when the values are.
 *
 * A server requires a range index on the key; this engine does not. If there is one, its type decides whether numbers
 * or moments count. Source: qdrant/qdrant lib/segment/src/data_types/order_by.rs and
 * lib/collection/src/collection/point_ops.rs.
 */
export async function orderSlots(table: PointTable, order: ValueOrder, options: OrderOptions): Promise<OrderedSlot[]> {
  const { selection, limit, turns } = options;
  const index = table.indexes.at(order.path);
  const rangeIndex = index instanceof RangeIndex ? index : undefined;
  const ordered =
    rangeIndex !== undefined && selection.candidates === undefined
      ? await walkPairs(rangeIndex.pairs, order, options)
      : await collect(table, order, options, rangeIndex);
  const sign = order.isDescending ? -1 : 1;
  const compare = (a: OrderedSlot, b: OrderedSlot): number =>
    sign * (a.value - b.value || comparePointIds(table.id(a.slot), table.id(b.slot)));
  return (await sortInTurns(ordered, compare, turns)).slice(0, limit);
}

/** Returns the first pairs of an index whose points pass, including all pairs with the same value as the last one. */
async function walkPairs(
  pairs: SortedPairs,
  { isDescending, startFrom }: ValueOrder,
  { selection: { passes }, limit, turns }: OrderOptions,
): Promise<OrderedSlot[]> {
  const gte = isDescending ? -Infinity : (startFrom ?? -Infinity);
  const lte = isDescending ? (startFrom ?? Infinity) : Infinity;
  const { from, to } = pairs.range({ gt: -Infinity, gte, lt: Infinity, lte });
  const ordered: OrderedSlot[] = [];
  for (let step = 0; step < to - from; step++) {
    if (turns.isSpent()) await turns.next();
    const position = isDescending ? to - 1 - step : from + step;
    const value = pairs.key(position);
    if (ordered.length >= limit && ordered.at(-1)!.value !== value) break;
    const slot = pairs.slot(position);
    if (passes?.(slot) ?? true) ordered.push({ slot, value });
  }
  return ordered;
}

async function collect(
  table: PointTable,
  { path, isDescending, startFrom }: ValueOrder,
  { selection: { candidates, passes }, turns }: OrderOptions,
  index: RangeIndex | undefined,
): Promise<OrderedSlot[]> {
  const sign = isDescending ? -1 : 1;
  const first = startFrom === undefined ? -Infinity : sign * startFrom;
  const ordered: OrderedSlot[] = [];
  const total = candidates?.length ?? table.slotCount;
  for (let position = 0; position < total; position++) {
    if (turns.isSpent()) await turns.next();
    const slot = candidates?.[position] ?? position;
    const values = valuesAt(table.payload(slot), path);
    // A deleted point has no values.
    if (values.length === 0 || (passes !== undefined && !passes(slot))) continue;
    const ordering = orderEach(values, (value) => {
      const wanted = toOrderValue(value, index);
      return wanted !== undefined && sign * wanted >= first ? wanted : undefined;
    });
    const wanted = values.length > fewValues ? await runInTurns(ordering, turns) : atOnce(ordering);
    for (const value of wanted) ordered.push({ slot, value });
  }
  return ordered;
}

/** Returns the distinct wanted values of a point. */
function* orderEach(values: readonly unknown[], toWanted: (value: unknown) => number | undefined): Steps<Set<number>> {
  const wanted = new Set<number>();
  yield* mapInSteps(values, (value) => {
    const number = toWanted(value);
    if (number !== undefined) wanted.add(number);
  });
  return wanted;
}

/** Returns the value as a number; `undefined` when it cannot be ordered. Adding 0 turns -0 into 0. */
function toOrderValue(value: unknown, index: RangeIndex | undefined): number | undefined {
  const plain = index === undefined ? value : index.toNumber(value);
  const number = typeof plain === 'string' ? parseDatetime(plain) : numberOf(plain);
  return number === undefined ? undefined : number + 0;
}
