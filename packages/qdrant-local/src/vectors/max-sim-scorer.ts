import { begin, type Steps } from '../turns/steps.ts';
import type { Distance } from '../requests/types/vector-types.ts';
import { isSmallerBetter } from './distances.ts';
import type { RowQuery } from './row-formats.ts';
import type { SpanTable } from './span-table.ts';
import type { VectorArena } from './vector-arena.ts';
import type { SlotScorer } from './vector-column.ts';

/** Options of {@link MaxSimScorer}. */
export interface MaxSimScorerOptions {
  /** The query's vectors, converted to the arena's row format. */
  readonly query: readonly RowQuery[];
  /** The vectors of all points. */
  readonly arena: VectorArena;
  /** Maps each slot to its rows in the arena. */
  readonly spans: SpanTable;
  readonly distance: Distance;
}

// Rows compared at once with one vector of the query: few enough for their distances to stay in a fast cache.
const rowsAtOnce = 512;
// Vector comparisons in one block of slots.
const comparisonsAtOnce = 8192;
// Vector comparisons in one step, for a point that alone exceeds a block.
const comparisonsPerStep = 16_384;

/** Scores multivectors by MaxSim. Points with adjacent rows are scored together. */
export class MaxSimScorer implements SlotScorer {
  readonly slotsAtOnce: number;
  readonly #options: MaxSimScorerOptions;
  readonly #sign: number;
  #distances = new Float32Array(rowsAtOnce);

  constructor(options: MaxSimScorerOptions) {
    const { query, spans, distance } = options;
    this.#options = options;
    this.#sign = isSmallerBetter(distance) ? -1 : 1;
    const comparisonsPerSlot = (query.length * spans.used) / Math.max(1, spans.size);
    this.slotsAtOnce = Math.max(1, Math.floor(comparisonsAtOnce / Math.max(1, comparisonsPerSlot)));
  }

  scoreRange(from: number, out: Float32Array): Steps<void> | undefined {
    return begin(this.#score((index) => from + index, out));
  }

  scoreSlots(slots: Uint32Array, out: Float32Array): Steps<void> | undefined {
    return begin(this.#score((index) => slots[index]!, out));
  }

  *#score(slotAt: (index: number) => number, out: Float32Array): Steps<void> {
    for (let first = 0; first < out.length;) {
      const next = this.#neighbors(slotAt, first, out.length);
      yield* this.#scoreNeighbors(slotAt, first, next, out);
      first = next;
    }
  }

  /** Returns the end index of the run from `first` on whose rows are adjacent and at most `rowsAtOnce` in total. */
  #neighbors(slotAt: (index: number) => number, first: number, length: number): number {
    const { spans } = this.#options;
    const start = spans.start(slotAt(first));
    let end = start + spans.length(slotAt(first));
    let next = first + 1;
    for (; next < length; next++) {
      const slot = slotAt(next);
      if (!spans.has(slot) || spans.start(slot) !== end) break;
      end += spans.length(slot);
      if (end - start > rowsAtOnce) break;
    }
    return next;
  }

  /** Scores a run of slots with adjacent rows. */
  *#scoreNeighbors(slotAt: (index: number) => number, first: number, next: number, out: Float32Array): Steps<void> {
    const { query: queries, spans } = this.#options;
    const start = spans.start(slotAt(first));
    const rowCount = spans.start(slotAt(next - 1)) + spans.length(slotAt(next - 1)) - start;
    if (rowCount > this.#distances.length) this.#distances = new Float32Array(rowCount);
    out.fill(0, first, next);
    const queriesPerStep = Math.ceil(comparisonsPerStep / Math.max(1, rowCount));
    for (let from = 0; from < queries.length; from += queriesPerStep) {
      if (from > 0) yield;
      const some = queries.slice(from, from + queriesPerStep);
      this.#addBest(some, { slotAt, first, next, start, rowCount }, out);
    }
  }

  /** Adds to each slot's score the similarity of its best row, for each of the given query vectors. */
  #addBest(queries: readonly RowQuery[], { slotAt, first, next, start, rowCount }: Neighbors, out: Float32Array): void {
    const { arena, spans, distance } = this.#options;
    const distances = this.#distances.subarray(0, rowCount);
    for (const query of queries) {
      arena.scoreRange(distance, query, start, distances);
      let row = 0;
      for (let index = first; index < next; index++) {
        const rowEnd = row + spans.length(slotAt(index));
        let best = -Infinity;
        for (; row < rowEnd; row++) {
          const similarity = this.#sign * distances[row]!;
          if (similarity > best) best = similarity;
        }
        out[index] = out[index]! + best;
      }
    }
  }
}

/** Slots with adjacent rows. */
interface Neighbors {
  readonly slotAt: (index: number) => number;
  readonly first: number;
  readonly next: number;
  /** The first row; `rowCount` is the number of rows. */
  readonly start: number;
  readonly rowCount: number;
}
