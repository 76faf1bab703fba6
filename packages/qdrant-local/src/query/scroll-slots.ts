import type { PointId } from '@x/core';

import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { PointTable } from '../table/point-table.ts';

/** How {@link scrollSlots} walks. */
export interface ScrollOptions {
  readonly limit: number;
  /** The first id to consider. */
  readonly from?: PointId | undefined;
  /** Which points take part. */
  readonly selection: SlotSelection;
}

/** A page of slots in the order of ids, and the first slot of the next page. */
export interface SlotPage {
  readonly slots: number[];
  readonly nextSlot: number | undefined;
}

/** Walks the points in the order of their ids: integers before UUIDs, each ascending. */
export function scrollSlots(table: PointTable, { limit, from, selection }: ScrollOptions): SlotPage {
  const ordered = slotsInOrder(table, selection);
  const { passes } = selection;
  const slots: number[] = [];
  for (let index = from === undefined ? 0 : firstAtOrAfter(table, ordered, from); index < ordered.length; index++) {
    const slot = ordered[index]!;
    if (passes !== undefined && !passes(slot)) continue;
    if (slots.length === limit) return { slots, nextSlot: slot };
    slots.push(slot);
  }
  return { slots, nextSlot: undefined };
}

/** The selected slots before {@link SlotSelection.passes} is asked, in the order of ids. */
export function slotsInOrder(table: PointTable, { candidates }: SlotSelection): readonly number[] {
  if (candidates === undefined) return table.slotsById();
  if (candidates.length > table.size / 4) {
    // Many are marked and found in the order that is kept, which is cheaper than to sort them.
    const isCandidate = new Uint8Array(table.slotCount);
    for (const slot of candidates) isCandidate[slot] = 1;
    return table.slotsById().filter((slot) => isCandidate[slot] === 1);
  }
  return Array.from(candidates).toSorted((a, b) => comparePointIds(table.id(a), table.id(b)));
}

/** Binary search. */
function firstAtOrAfter(table: PointTable, ordered: readonly number[], id: PointId): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comparePointIds(table.id(ordered[middle]!), id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
