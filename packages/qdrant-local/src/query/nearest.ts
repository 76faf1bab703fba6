import type { PointTable } from '../engine/point-table.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../points/point-ids.ts';
import { TopK } from '../vectors/top-k.ts';
import type { VectorColumn } from '../vectors/vector-column.ts';
import type { VectorValue } from '../vectors/vector-value.ts';

/** A hit before it is made into an answer. */
export interface ScoredSlot {
  readonly slot: number;
  /** What the client sees, a float32. */
  readonly score: number;
}

/** How {@link searchNearest} searches. */
export interface NearestOptions {
  /** How many hits at most. */
  readonly count: number;
  /** Which points take part. */
  readonly selection: SlotSelection;
  /** Only scores that are better than this; none when absent. */
  readonly scoreThreshold?: number | undefined;
  /** A slot to leave out. */
  readonly exceptSlot?: number | undefined;
}

const blockSize = 1024;

/**
 * The points nearest to `query`, best first, equal scores in the order of ids: an exact scan over every stored vector.
 *
 * `query` must be prepared for the column. The table must not change before the promise settles.
 */
export async function searchNearest(
  table: PointTable,
  column: VectorColumn,
  query: VectorValue,
  { count, selection, scoreThreshold, exceptSlot }: NearestOptions,
): Promise<ScoredSlot[]> {
  const sign = column.isSmallerBetter ? -1 : 1;
  const floor = scoreThreshold === undefined ? undefined : sign * Math.fround(scoreThreshold);
  const best = new TopK(Math.min(count, table.size), (a, b) => comparePointIds(table.id(a), table.id(b)));
  const { passes } = selection;
  const offer = (slot: number, similarity: number): void => {
    if (similarity === -Infinity || slot === exceptSlot || !column.has(slot)) return;
    const ranked = sign * column.scoreOf(similarity);
    if (floor !== undefined && !(ranked > floor)) return;
    // The filter comes last: most points are out by their score, which is cheaper to know.
    if (!best.accepts(ranked, slot)) return;
    if (passes === undefined || passes(slot)) best.offer(ranked, slot);
  };
  scoreSelected(table, column, query, selection, offer);
  return best.sorted().map(({ slot, score }) => ({ slot, score: sign * score }));
}

function scoreSelected(
  table: PointTable,
  column: VectorColumn,
  query: VectorValue,
  { candidates }: SlotSelection,
  offer: (slot: number, similarity: number) => void,
): void {
  const scorer = column.scorer(query);
  const total = candidates?.length ?? table.slotCount;
  const block = new Float32Array(Math.min(blockSize, total));
  for (let from = 0; from < total; from += blockSize) {
    const scores = block.subarray(0, Math.min(blockSize, total - from));
    if (candidates === undefined) {
      scorer.scoreRange(from, scores);
      for (let index = 0; index < scores.length; index++) offer(from + index, scores[index]!);
    } else {
      const slots = candidates.subarray(from, from + scores.length);
      scorer.scoreSlots(slots, scores);
      for (let index = 0; index < slots.length; index++) offer(slots[index]!, scores[index]!);
    }
  }
}
