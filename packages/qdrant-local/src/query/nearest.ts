import type { PointTable } from '../engine/point-table.ts';
import type { PointPredicate } from '../filter/predicates.ts';
import { comparePointIds } from '../points/point-ids.ts';
import { type Distance, distanceKernels, isSmallerBetter } from '../vectors/distances.ts';
import { TopK } from '../vectors/top-k.ts';
import type { VectorArena } from '../vectors/vector-arena.ts';

/** A hit before it is made into an answer. */
export interface ScoredSlot {
  readonly slot: number;
  /** A float32. */
  readonly score: number;
}

/** How {@link searchNearest} searches. */
export interface NearestOptions {
  readonly distance: Distance;
  /** How many hits at most. */
  readonly count: number;
  readonly passes?: PointPredicate | undefined;
  /** Only scores that are better than this; none when absent. */
  readonly scoreThreshold?: number | undefined;
  /** A slot to leave out. */
  readonly exceptSlot?: number | undefined;
}

/**
 * The points nearest to `query`, best first, equal scores in the order of ids: an exact scan over every stored vector.
 *
 * `query` must be normalised already where the distance is Cosine.
 */
export function searchNearest(
  table: PointTable,
  arena: VectorArena,
  query: Float32Array,
  { distance, count, passes, scoreThreshold, exceptSlot }: NearestOptions,
): ScoredSlot[] {
  const { values, present, dimension } = arena;
  const kernel = distanceKernels[distance];
  const sign = isSmallerBetter(distance) ? -1 : 1;
  const floor = scoreThreshold === undefined ? undefined : sign * Math.fround(scoreThreshold);
  const best = new TopK(Math.min(count, table.size), (a, b) => comparePointIds(table.id(a), table.id(b)));
  const slotCount = Math.min(table.slotCount, present.length);
  for (let slot = 0; slot < slotCount; slot++) {
    if (present[slot] !== 1 || slot === exceptSlot) continue;
    if (passes !== undefined && !passes(table.id(slot), table.payload(slot))) continue;
    const ranked = sign * kernel(query, values, slot * dimension);
    if (floor !== undefined && !(ranked > floor)) continue;
    best.offer(ranked, slot);
  }
  return best.sorted().map(({ slot, score }) => ({ slot, score: sign * score }));
}
