import type { Turns } from '../turns/turns.ts';
import type { PointTable } from '../table/point-table.ts';
import type { SlotSelection } from './slot-selection.ts';

/** Returns the slots of the selected live points, ascending. The table must not change before the promise settles. */
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
    // Without candidates, the slots include those of deleted points.
    if ((candidates !== undefined || table.isLive(slot)) && (passes?.(slot) ?? true)) passing.push(slot);
  }
  return passing;
}
