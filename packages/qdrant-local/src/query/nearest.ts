import { finish, runInTurns } from '../turns/steps.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { PointTable } from '../table/point-table.ts';
import { type NearestOptions, NearestScan, type Ranking, type ScoredSlot } from './nearest-scan.ts';

// The number of slots scored at once: enough to make a kernel call cheap, few enough to keep their scores in a fast cache.
const blockSize = 1024;

// The first blocks are small. Once there are scores to beat, a part of a vector is often enough to rule it out.
const firstBlockSize = 128;

// Even smaller when each point is tested by the filter, because that may take long.
const firstAskedSize = 8;
const blockMs = 2;

/**
 * Returns the points nearest to `query`, best first, equal scores in the order of ids. It scans every stored vector exactly.
 *
 * `query` must be prepared for the column. The table must not change before the promise settles, because the event loop can
 * turn during a long scan.
 */
export async function searchNearest(
  table: PointTable,
  column: Ranking,
  query: VectorValue,
  options: NearestOptions,
): Promise<ScoredSlot[]> {
  const { turns, selection } = options;
  const scorer = await runInTurns(finish(column.scorer(query)), turns);
  const reachable = selection.candidates === undefined ? scorer.findReachable?.() : undefined;
  const candidates = reachable === undefined ? selection.candidates : await runInTurns(reachable, turns);
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
    if (rest !== undefined) await runInTurns(rest, turns);
    from += count;
    size = areAsked && performance.now() - start > blockMs ? Math.ceil(size / 4) : Math.min(2 * size, slotsAtOnce);
  }
  return scan.best(turns);
}
