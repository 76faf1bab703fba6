import { runInTurns, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { ParsedFilter } from '../requests/filter/filter-tree.ts';
import type { PointTable } from '../table/point-table.ts';
import { compileFilter } from './compile-filter.ts';
import { planFilter } from './plan-filter.ts';

/** The points of a collection that pass a filter, determined as far as that is cheaper than testing each point. */
export interface SlotSelection {
  /** Slots of live points that may pass, ascending; `undefined` means every slot, including those of deleted points. */
  readonly candidates: Uint32Array | undefined;
  /** Returns whether the point of a candidate slot passes; `undefined` when every candidate passes. */
  readonly passes: ((slot: number) => boolean) | undefined;
}

/**
 * Applies a filter to a collection's points; valid until the next write.
 *
 * When the indexes answer the filter exactly, no point is tested. When they leave less than half of the points as candidates,
 * only these points are tested; otherwise, all points are tested. The passing points are the same.
 */
export function selectSlots(table: PointTable, filter: ParsedFilter, turns: Turns): Promise<SlotSelection> {
  return runInTurns(selectSlotsInSteps(table, filter), turns);
}

/** Like {@link selectSlots}, for work in steps. */
export function* selectSlotsInSteps(table: PointTable, filter: ParsedFilter): Steps<SlotSelection> {
  if (filter === undefined) return { candidates: undefined, passes: undefined };
  const source = yield* planFilter(table, filter);
  if (source?.isExact === true) return { candidates: source.slots(), passes: undefined };
  const passes = yield* compileFilter(table, filter);
  const isNarrow = source !== undefined && source.estimate < table.size / 2;
  return { candidates: isNarrow ? source.slots() : undefined, passes };
}
