import { selectSlots } from '../filter/slot-selection.ts';
import type { ParsedFilter } from '../requests/filter/filter-tree.ts';
import type { PointTable } from '../table/point-table.ts';

/** How many points pass the filter. */
export function countPoints(table: PointTable, filter: ParsedFilter): number {
  const { candidates, passes } = selectSlots(table, filter);
  if (passes === undefined) return candidates?.length ?? table.size;
  let count = 0;
  for (const slot of candidates ?? table.slotsById()) if (passes(slot)) count++;
  return count;
}
