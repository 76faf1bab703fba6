import { finish, inTurns } from '../event-loop-turns.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { PointTable } from '../table/point-table.ts';
import { type NearestOptions, NearestScan, type Ranking, type ScoredSlot } from './nearest-scan.ts';

// Slots scored at once: enough to make the call of a kernel cheap, few enough that their scores stay in a fast cache.
const blockSize = 1024;

// The first blocks are small: once there are scores to beat, less of a vector tells whether it is worth a look.
const firstBlockSize = 128;

// Where points are asked whether they take part, which may take long, even fewer.
const firstAskedSize = 8;
const blockMs = 2;

/**
 * The points nearest to `query`, best first, equal scores in the order of ids: an exact scan over every stored vector.
 *
 * `query` must be prepared for the column. The table must not change before the promise settles: a long scan lets the
 * event loop turn in between.
 */
export async function searchNearest(
  table: PointTable,
  column: Ranking,
  query: VectorValue,
  options: NearestOptions,
): Promise<ScoredSlot[]> {
  const { turns, selection } = options;
  const scorer = await inTurns(finish(column.scorer(query)), turns);
  const reachable = selection.candidates === undefined ? scorer.findReachable?.() : undefined;
  const candidates = reachable === undefined ? selection.candidates : await inTurns(reachable, turns);
  const total = candidates?.length ?? table.slotCount;
  const slotsAtOnce = Math.min(scorer.slotsAtOnce ?? blockSize, total);
  const scan = new NearestScan(table, column, scorer, { ...options, slotsAtOnce });
  const areAsked = selection.passes !== undefined;
  let size = areAsked ? firstAskedSize : firstBlockSize;
  for (let from = 0; from < total;) {
    if (turns.isSpent()) await turns.next();
    const count = Math.min(size, slotsAtOnce, total - from);
    const start = areAsked ? performance.now() : 0;
    const rest =
      candidates === undefined ? scan.scanRange(from, count) : scan.scanSlots(candidates.subarray(from, from + count));
    if (rest !== undefined) await inTurns(rest, turns);
    from += count;
    size = areAsked && performance.now() - start > blockMs ? Math.ceil(size / 4) : Math.min(2 * size, slotsAtOnce);
  }
  return scan.best(turns);
}
