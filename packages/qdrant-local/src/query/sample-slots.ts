import type { PointTable } from '../table/point-table.ts';
import type { HitLimits } from './query-hit.ts';
import type { QueryScope } from './query-scope.ts';
import { scrollSlots } from './scroll-slots.ts';

/** Returns distinct selected slots in random order, each equally likely: at most `limit`, or all when there are fewer. */
export async function sampleSlots(
  table: PointTable,
  { selection, limit }: HitLimits,
  { random, turns }: Pick<QueryScope, 'random' | 'turns'>,
): Promise<number[]> {
  // Sorted by id. After reopening a database, the same random numbers therefore return the same points.
  const { slots } = await scrollSlots(table, { selection, limit: Infinity, turns });
  const size = Math.min(limit, slots.length);
  for (let index = 0; index < size; index++) {
    if (turns.isSpent()) await turns.next();
    const other = index + Math.floor(random() * (slots.length - index));
    [slots[index], slots[other]] = [slots[other]!, slots[index]!];
  }
  return slots.slice(0, size);
}
