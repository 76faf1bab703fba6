import { runInTurns, mapInSteps, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { PointTable } from '../table/point-table.ts';
import { TopK } from '../vectors/top-k.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';

/** A hit before it becomes a point of the result. */
export interface ScoredSlot {
  readonly slot: number;
  /** The score in the result, a float32. */
  readonly score: number;
}

/** The part of a column that a search needs. */
export type Ranking = Pick<VectorColumn, 'isSmallerBetter' | 'has' | 'scoreOf' | 'scorer'>;

/** Options of {@link searchNearest}. */
export interface NearestOptions {
  readonly turns: Turns;
  /** The maximum number of hits. */
  readonly count: number;
  /** The points to search. */
  readonly selection: SlotSelection;
  /** Keeps only scores better than this; `undefined` keeps all scores. */
  readonly scoreThreshold?: number | undefined;
  /** Whether points with a similarity of 0 are left out. */
  readonly isZeroLeftOut?: boolean | undefined;
}

/** Options of {@link NearestScan}. */
export interface NearestScanOptions extends Omit<NearestOptions, 'turns'> {
  /** The maximum number of slots scanned in one call. */
  readonly slotsAtOnce: number;
}

/**
 * Collects the best of the scanned slots.
 *
 * Most slots are ruled out by their score, which is cheaper to compute than the filter. A column that can bound scores rules
 * out slots even more cheaply. While there is no score to beat, the filter is applied first.
 */
export class NearestScan {
  readonly #column: Ranking;
  readonly #scorer: SlotScorer;
  readonly #options: NearestScanOptions;
  readonly #best: TopK;
  readonly #sign: number;
  /** The score threshold, negated if smaller scores are better; -Infinity accepts every score. */
  readonly #floor: number;
  readonly #similarities: Float32Array;
  readonly #found: Uint32Array;
  /** A similarity that was too low. All lower ones are too low as well, because a larger similarity never leads to a worse score. */
  #bound = -Infinity;
  /** Whether more than half of the last block was above the bound. Finding these slots then took longer than it saved. */
  #foundMany = false;

  constructor(table: PointTable, column: Ranking, scorer: SlotScorer, options: NearestScanOptions) {
    this.#column = column;
    this.#scorer = scorer;
    this.#options = options;
    this.#sign = column.isSmallerBetter ? -1 : 1;
    this.#floor = options.scoreThreshold === undefined ? -Infinity : this.#sign * Math.fround(options.scoreThreshold);
    const compareSlots = (a: number, b: number): number => comparePointIds(table.id(a), table.id(b));
    this.#best = new TopK(Math.min(options.count, table.size), compareSlots);
    this.#similarities = new Float32Array(options.slotsAtOnce);
    this.#found = new Uint32Array(options.slotsAtOnce);
  }

  /** Scans `count` slots from `from` on; returns the remaining steps when that takes long. */
  scanRange(from: number, count: number): Steps<void> | undefined {
    const { finder } = this.#scorer;
    const { passes } = this.#options.selection;
    if (!this.#tellsApart()) {
      if (passes === undefined) return this.#scoreRange(from, count);
      return this.#scoreFound(this.#listPassing(from, count, passes));
    }
    if (finder === undefined) return this.#scoreRange(from, count);
    return this.#scoreFound(this.#counted(finder.findInRange(this.#bound, { from, count }, this.#found), count));
  }

  /** Scans slots; returns the remaining steps when that takes long. */
  scanSlots(slots: Uint32Array): Steps<void> | undefined {
    const { finder } = this.#scorer;
    if (!this.#tellsApart() || finder === undefined) return this.#scoreSlots(slots);
    return this.#scoreFound(this.#counted(finder.findInSlots(this.#bound, slots, this.#found), slots.length));
  }

  /** Returns the best hits, best first. */
  async best(turns: Turns): Promise<ScoredSlot[]> {
    const best = await this.#best.sorted(turns);
    return runInTurns(
      mapInSteps(best, ({ slot, score }) => ({ slot, score: this.#sign * score })),
      turns,
    );
  }

  /** Whether to use the bound for the next block. After a block in which the bound did not pay off, one block is scored without it. */
  #tellsApart(): boolean {
    const wasMany = this.#foundMany;
    this.#foundMany = false;
    return this.#bound > -Infinity && !wasMany;
  }

  #counted(length: number, count: number): number {
    this.#foundMany = 2 * length > count;
    return length;
  }

  #listPassing(from: number, count: number, passes: (slot: number) => boolean): number {
    let length = 0;
    for (let slot = from; slot < from + count; slot++) {
      if (this.#column.has(slot) && passes(slot)) this.#found[length++] = slot;
    }
    return length;
  }

  #scoreFound(length: number): Steps<void> | undefined {
    return this.#scoreSlots(this.#found.subarray(0, length));
  }

  #scoreSlots(slots: Uint32Array): Steps<void> | undefined {
    const similarities = this.#similarities.subarray(0, slots.length);
    const slotAt = (index: number): number => slots[index]!;
    const rest = this.#scorer.scoreSlots(slots, similarities);
    if (rest !== undefined) return this.#offerLater(rest, similarities, slotAt);
    this.#offerAll(similarities, slotAt);
    return undefined;
  }

  #scoreRange(from: number, count: number): Steps<void> | undefined {
    const similarities = this.#similarities.subarray(0, count);
    const slotAt = (index: number): number => from + index;
    const rest = this.#scorer.scoreRange(from, similarities);
    if (rest !== undefined) return this.#offerLater(rest, similarities, slotAt);
    this.#offerAll(similarities, slotAt);
    return undefined;
  }

  *#offerLater(scoring: Steps<void>, similarities: Float32Array, slotAt: (index: number) => number): Steps<void> {
    yield* scoring;
    this.#offerAll(similarities, slotAt);
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
    const { selection, isZeroLeftOut } = this.#options;
    const { passes } = selection;
    if (similarity === 0 && isZeroLeftOut === true) return;
    const ranked = this.#sign * this.#column.scoreOf(similarity);
    if (ranked < this.#best.worstScore || ranked <= this.#floor) {
      this.#bound = similarity;
      return;
    }
    // A server finds no point whose score is NaN: from an overflow, or from best_score without an example.
    if (ranked !== ranked) return;
    if (!this.#column.has(slot) || !this.#best.accepts(ranked, slot)) return;
    if (passes === undefined || passes(slot)) this.#best.offer(ranked, slot);
  }
}
