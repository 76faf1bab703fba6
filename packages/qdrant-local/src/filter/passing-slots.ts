import type { Turns } from '../event-loop-turns.ts';
import type { PointTable } from '../table/point-table.ts';
import type { SlotSelection } from './slot-selection.ts';

/** The slots of the live points that are selected, ascending. The table must not change before the promise settles. */
export async function passingSlots(
  table: PointTable,
  { candidates, passes }: SlotSelection,
  turns: Turns,
): Promise<number[]> {
  const passing: number[] = [];
  const total = candidates?.length ?? table.slotCount;
  for (let index = 0; index < total; index++) {
    if (turns.isSpent()) await turns.next();
    const slot = candidates?.[index] ?? index;
    // Without candidates, slots of deleted points are among those that are asked.
    if ((candidates !== undefined || table.isLive(slot)) && (passes?.(slot) ?? true)) passing.push(slot);
  }
  return passing;
}
