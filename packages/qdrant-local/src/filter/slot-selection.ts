import type { PointTable } from '../engine/point-table.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterTree } from './filter-tree.ts';

/** A filter that was checked, before it meets a collection; `undefined` lets every point through. */
export type ParsedFilter = FilterTree | undefined;

/** Which points of a collection pass a filter, as far as it pays to know before looking at each. */
export interface SlotSelection {
  /** Slots of live points that may pass, ascending; `undefined` stands for every slot, those of deleted points included. */
  readonly candidates: Uint32Array | undefined;
  /** Whether the point of a candidate slot passes; `undefined` when every candidate does. */
  readonly passes: ((slot: number) => boolean) | undefined;
}

/** Applies a filter to a collection's points; valid until the next write. */
export function selectSlots(table: PointTable, filter: ParsedFilter): SlotSelection {
  if (filter === undefined) return { candidates: undefined, passes: undefined };
  return { candidates: undefined, passes: compileFilter(table, filter) };
}
