import type { PointTable } from '../table/point-table.ts';
import type { HitLimits } from './query-hit.ts';
import { slotsInOrder } from './scroll-slots.ts';

/** Different selected slots in random order, each equally likely: at most `limit`, or all where there are fewer. */
export function sampleSlots(table: PointTable, { selection, limit }: HitLimits, random: () => number): number[] {
  const { passes } = selection;
  const inOrder = slotsInOrder(table, selection);
  // In the order of ids, so that the same random numbers give the same points after reopening, too.
  const slots = passes === undefined ? [...inOrder] : inOrder.filter((slot) => passes(slot));
  const size = Math.min(limit, slots.length);
  for (let index = 0; index < size; index++) {
    const other = index + Math.floor(random() * (slots.length - index));
    [slots[index], slots[other]] = [slots[other]!, slots[index]!];
  }
  return slots.slice(0, size);
}
