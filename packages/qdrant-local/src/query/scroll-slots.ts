import type { PointId } from '@x/core';

import { sortInTurns } from '../turns/sort-in-steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { PointTable } from '../table/point-table.ts';

/** Options of {@link scrollSlots}. */
export interface ScrollOptions {
  readonly limit: number;
  /** The first id to consider. */
  readonly from?: PointId | undefined;
  /** The points to walk. */
  readonly selection: SlotSelection;
  readonly turns: Turns;
}

/** A page of slots in the order of ids, and the first slot of the next page. */
export interface SlotPage {
  readonly slots: number[];
  readonly nextSlot: number | undefined;
}

/** Walks the selected points in the order of their ids: integers before UUIDs, each ascending. */
export async function scrollSlots(
  table: PointTable,
  { limit, from, selection, turns }: ScrollOptions,
): Promise<SlotPage> {
  const ordered = await slotsInOrder(table, selection, turns);
  const { passes } = selection;
  const slots: number[] = [];
  for (let index = from === undefined ? 0 : firstAtOrAfter(table, ordered, from); index < ordered.length; index++) {
    if (turns.isSpent()) await turns.next();
    const slot = ordered[index]!;
    if (passes !== undefined && !passes(slot)) continue;
    if (slots.length === limit) return { slots, nextSlot: slot };
    slots.push(slot);
  }
  return { slots, nextSlot: undefined };
}

/** Returns the candidate slots in the order of ids, before {@link SlotSelection.passes} is applied. */
async function slotsInOrder(
  table: PointTable,
  { candidates }: SlotSelection,
  turns: Turns,
): Promise<readonly number[]> {
  if (candidates === undefined) return table.slotsByIdInTurns(turns);
  if (candidates.length > table.size / 4) {
    // Many candidates are marked and then read from the stored order. That is cheaper than sorting them.
    const isCandidate = new Uint8Array(table.slotCount);
    for (const slot of candidates) isCandidate[slot] = 1;
    return (await table.slotsByIdInTurns(turns)).filter((slot) => isCandidate[slot] === 1);
  }
  return sortInTurns(Array.from(candidates), (a, b) => comparePointIds(table.id(a), table.id(b)), turns);
}

/** Finds the first position with at least this id, by binary search. */
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
