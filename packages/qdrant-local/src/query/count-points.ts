import type { Turns } from '../turns/turns.ts';
import { passingSlots } from '../filter/passing-slots.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import type { ParsedFilter } from '../requests/filter/filter-tree.ts';
import type { PointTable } from '../table/point-table.ts';

/** Returns the number of points that pass the filter. */
export async function countPoints(table: PointTable, filter: ParsedFilter, turns: Turns): Promise<number> {
  const selection = await selectSlots(table, filter, turns);
  if (selection.passes === undefined) return selection.candidates?.length ?? table.size;
  return (await passingSlots(table, selection, turns)).length;
}
