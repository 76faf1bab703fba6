import { begin, type Steps } from '../turns/steps.ts';
import type { PostingLists } from './posting-lists.ts';
import type { RaggedArena } from './ragged-arena.ts';
import type { SlotScorer } from './vector-column.ts';

// Entries of rows, and of lists, that are summed in one step.
const entriesPerStep = 2048;
const postingsPerStep = 16_384;

/** An index of the query that has an inverted list. */
export interface SparseTerm {
  readonly list: number;
  /** The query's value, multiplied by the modifier. */
  readonly weight: number;
}

/** Options of {@link SparseScorer}. */
export interface SparseScorerOptions {
  /** In index order. */
  readonly terms: readonly SparseTerm[];
  readonly lists: PostingLists;
  /** The points' rows in the column's format: `[list, position, list, position, ...]`. */
  readonly rows: RaggedArena;
}

/**
 * Scores sparse vectors by summing the query's inverted lists, index by index, when the first score is requested. This touches
 * only points that share an index with the query. When only a few slots are scored, their own rows are summed instead, in the
 * same order and to the same bits.
 */
export class SparseScorer implements SlotScorer {
  readonly #options: SparseScorerOptions;
  #summed: { readonly scores: Float32Array; readonly reachable: Uint32Array } | undefined;

  constructor(options: SparseScorerOptions) {
    this.#options = options;
  }

  *findReachable(): Steps<Uint32Array> {
    return (yield* this.#sum()).reachable;
  }

  scoreRange(from: number, out: Float32Array): Steps<void> | undefined {
    return begin(this.#scoreRange(from, out));
  }

  *#scoreRange(from: number, out: Float32Array): Steps<void> {
    const scores = (yield* this.#sum()).scores.subarray(from, from + out.length);
    out.set(scores);
    out.fill(-Infinity, scores.length);
  }

  scoreSlots(slots: Uint32Array, out: Float32Array): Steps<void> | undefined {
    return begin(this.#scoreSlots(slots, out));
  }

  *#scoreSlots(slots: Uint32Array, out: Float32Array): Steps<void> {
    if (this.#summed === undefined && (yield* this.#areFew(slots))) {
      yield* this.#scoreRows(slots, out);
      return;
    }
    const { scores } = yield* this.#sum();
    for (let position = 0; position < slots.length; position++) out[position] = scores[slots[position]!] ?? -Infinity;
  }

  /** Returns true when summing the rows of these slots is less work than summing the lists. */
  *#areFew(slots: Uint32Array): Steps<boolean> {
    const workPerRow = 256;
    const { terms, lists, rows } = this.#options;
    const work = slots.length * workPerRow;
    let others = rows.slotCount;
    for (const [index, { list }] of terms.entries()) {
      if (work < others) return true;
      if (index % entriesPerStep === entriesPerStep - 1) yield;
      others += lists.length(list);
    }
    return work < others;
  }

  *#scoreRows(slots: Uint32Array, out: Float32Array): Steps<void> {
    const { terms, lists, rows } = this.#options;
    const weights = new Map<number, number>();
    for (const { list, weight } of terms) {
      weights.set(list, weight);
      if (weights.size % entriesPerStep === 0) yield;
    }
    let entries = 0;
    for (let position = 0; position < slots.length; position++) {
      const row = rows.row(slots[position]!) ?? noRow;
      let score = -Infinity;
      for (let entry = 0; entry < row.length; entry += 2) {
        if (++entries % entriesPerStep === 0) yield;
        const weight = weights.get(row[entry]!);
        if (weight !== undefined) score = added(score, weight, lists.value(row[entry]!, row[entry + 1]!));
      }
      out[position] = score;
    }
  }

  *#sum(): Steps<{ readonly scores: Float32Array; readonly reachable: Uint32Array }> {
    if (this.#summed !== undefined) return this.#summed;
    const { terms, lists, rows } = this.#options;
    const { slots, values } = lists;
    const scores = new Float32Array(rows.slotCount).fill(-Infinity);
    const reached = new Uint32Array(scores.length);
    let reachedCount = 0;
    let work = 0;
    for (const { list, weight } of terms) {
      const end = lists.start(list) + lists.length(list);
      for (let from = lists.start(list); from < end; from += postingsPerStep) {
        const to = Math.min(end, from + postingsPerStep);
        work += 1 + to - from;
        if (work > postingsPerStep) {
          work = 0;
          yield;
        }
        for (let at = from; at < to; at++) {
          const slot = slots[at]!;
          if (scores[slot] === -Infinity) reached[reachedCount++] = slot;
          scores[slot] = added(scores[slot]!, weight, values[at]!);
        }
      }
    }
    this.#summed = { scores, reachable: reached.subarray(0, reachedCount) };
    return this.#summed;
  }
}

const noRow = new Uint32Array(0);

/** Adds a product in float32. A score of -Infinity means that nothing was added yet. */
function added(score: number, weight: number, value: number): number {
  const product = Math.fround(weight * value);
  return score === -Infinity ? product : Math.fround(score + product);
}
