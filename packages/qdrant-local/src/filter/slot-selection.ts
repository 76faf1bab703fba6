import { inTurns, type Steps, type Turns } from '../event-loop-turns.ts';
import type { ParsedFilter } from '../requests/filter/filter-tree.ts';
import type { PointTable } from '../table/point-table.ts';
import { compileFilter } from './compile-filter.ts';
import { planFilter } from './plan-filter.ts';

/** Which points of a collection pass a filter, as far as it pays to know before looking at each. */
export interface SlotSelection {
  /** Slots of live points that may pass, ascending; `undefined` stands for every slot, those of deleted points included. */
  readonly candidates: Uint32Array | undefined;
  /** Whether the point of a candidate slot passes; `undefined` when every candidate does. */
  readonly passes: ((slot: number) => boolean) | undefined;
}

/**
 * Applies a filter to a collection's points; valid until the next write.
 *
 * Where indexes answer the filter exactly, nothing is left to ask. Where they narrow it down to less than half of the
 * points, those are asked, else all: the points that pass are the same.
 */
export function selectSlots(table: PointTable, filter: ParsedFilter, turns: Turns): Promise<SlotSelection> {
  return inTurns(selectSlotsInSteps(table, filter), turns);
}

/** {@link selectSlots} for work in steps. */
export function* selectSlotsInSteps(table: PointTable, filter: ParsedFilter): Steps<SlotSelection> {
  if (filter === undefined) return { candidates: undefined, passes: undefined };
  const source = yield* planFilter(table, filter);
  if (source?.isExact === true) return { candidates: source.slots(), passes: undefined };
  const passes = yield* compileFilter(table, filter);
  const isNarrow = source !== undefined && source.estimate < table.size / 2;
  return { candidates: isNarrow ? source.slots() : undefined, passes };
}
