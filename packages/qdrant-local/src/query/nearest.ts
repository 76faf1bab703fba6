import { isTurnSpent, nextTurn } from '../event-loop-turns.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { PointTable } from '../table/point-table.ts';
import type { VectorColumn } from '../vectors/vector-column.ts';
import { type NearestOptions, NearestScan, type ScoredSlot } from './nearest-scan.ts';

// Slots scored at once: enough to make the call of a kernel cheap, few enough that their scores stay in a fast cache.
const blockSize = 1024;

// The first blocks are small: once there are scores to beat, less of a vector tells whether it is worth a look.
const firstBlockSize = 128;

/**
 * The points nearest to `query`, best first, equal scores in the order of ids: an exact scan over every stored vector.
 *
 * `query` must be prepared for the column. The table must not change before the promise settles: a long scan lets the
 * event loop turn in between.
 */
export async function searchNearest(
  table: PointTable,
  column: VectorColumn,
  query: VectorValue,
  options: NearestOptions,
): Promise<ScoredSlot[]> {
  const scorer = column.scorer(query);
  const candidates = options.selection.candidates ?? scorer.reachable;
  const total = candidates?.length ?? table.slotCount;
  const slotsAtOnce = Math.min(scorer.slotsAtOnce ?? blockSize, total);
  const scan = new NearestScan(table, column, scorer, { ...options, slotsAtOnce });
  let count = Math.min(firstBlockSize, slotsAtOnce);
  for (let from = 0; from < total; from += count) {
    if (isTurnSpent()) await nextTurn();
    if (from > 0) count = Math.min(2 * count, slotsAtOnce, total - from);
    if (candidates === undefined) scan.scanRange(from, count);
    else scan.scanSlots(candidates.subarray(from, from + count));
  }
  return scan.best();
}
