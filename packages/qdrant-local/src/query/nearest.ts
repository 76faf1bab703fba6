import type { PointTable } from '../engine/point-table.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../points/point-ids.ts';
import { TopK } from '../vectors/top-k.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';
import type { VectorValue } from '../vectors/vector-value.ts';
import { isTurnSpent, nextTurn } from './event-loop-turns.ts';

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
}

// Slots scored at once: enough to make the call of a kernel cheap, few enough that their scores stay in a fast cache.
const blockSize = 1024;

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
  const scan = new NearestScan(table, column, scorer, options);
  const candidates = options.selection.candidates ?? scorer.reachable;
  const total = candidates?.length ?? table.slotCount;
  const slotsAtOnce = scorer.slotsAtOnce ?? blockSize;
  const scores = new Float32Array(Math.min(slotsAtOnce, total));
  for (let from = 0; from < total; from += slotsAtOnce) {
    if (isTurnSpent()) await nextTurn();
    const block = scores.subarray(0, Math.min(slotsAtOnce, total - from));
    if (candidates !== undefined) scan.scanSlots(candidates.subarray(from, from + block.length), block);
    else scan.scanRange(from, block);
  }
  return scan.best();
}

/** The best slots so far. */
class NearestScan {
  readonly #column: VectorColumn;
  readonly #scorer: SlotScorer;
  readonly #options: NearestOptions;
  readonly #best: TopK;
  readonly #sign: number;
  /** In the client's score, larger is better; -Infinity lets everything through. */
  readonly #floor: number;
  /** A similarity that was too low, so that all up to it are: a larger similarity never leads to a worse score. */
  #bound = -Infinity;
  /** Room for what is found above the bound. */
  #found = new Uint32Array(0);
  /** Whether the last block had so many above the bound that looking for them was not worth it: the next one is scored whole. */
  #foundMany = false;

  constructor(table: PointTable, column: VectorColumn, scorer: SlotScorer, options: NearestOptions) {
    this.#column = column;
    this.#scorer = scorer;
    this.#options = options;
    this.#sign = column.isSmallerBetter ? -1 : 1;
    this.#floor = options.scoreThreshold === undefined ? -Infinity : this.#sign * Math.fround(options.scoreThreshold);
    const compareSlots = (a: number, b: number): number => comparePointIds(table.id(a), table.id(b));
    this.#best = new TopK(Math.min(options.count, table.size), compareSlots);
  }

  /** Looks at the slots from `from` on; `similarities` is room for as many as there are. */
  scanRange(from: number, similarities: Float32Array): void {
    const count = similarities.length;
    if (this.#scorer.findAbove === undefined || this.#bound === -Infinity || this.#foundMany) {
      this.#foundMany = false;
      this.#scorer.scoreRange(from, similarities);
      this.#offerAll(similarities, (index) => from + index);
      return;
    }
    if (this.#found.length < count) this.#found = new Uint32Array(count);
    const length = this.#scorer.findAbove({ from, count, above: this.#bound }, this.#found);
    this.#foundMany = 2 * length > count;
    this.scanSlots(this.#found.subarray(0, length), similarities.subarray(0, length));
  }

  /** Looks at slots; `similarities` is room for as many. */
  scanSlots(slots: Uint32Array, similarities: Float32Array): void {
    this.#scorer.scoreSlots(slots, similarities);
    this.#offerAll(similarities, (index) => slots[index]!);
  }

  best(): ScoredSlot[] {
    return this.#best.sorted().map(({ slot, score }) => ({ slot, score: this.#sign * score }));
  }

  #offerAll(similarities: Float32Array, slotAt: (index: number) => number): void {
    let bound = this.#bound;
    for (let index = 0; index < similarities.length; index++) {
      if (similarities[index]! <= bound) continue;
      this.#offer(slotAt(index), similarities[index]!);
      bound = this.#bound;
    }
  }

  #offer(slot: number, similarity: number): void {
    const { passes } = this.#options.selection;
    const ranked = this.#sign * this.#column.scoreOf(similarity);
    if (ranked < this.#best.worstScore || ranked <= this.#floor) {
      this.#bound = similarity;
      return;
    }
    // A score that is not a number (an overflow) is the worst there is, and better than no threshold.
    if (ranked !== ranked && this.#options.scoreThreshold !== undefined) return;
    if (!this.#column.has(slot) || !this.#best.accepts(ranked, slot)) return;
    // The filter comes last: most points are out by their score, which is cheaper to know.
    if (passes === undefined || passes(slot)) this.#best.offer(ranked, slot);
  }
}
