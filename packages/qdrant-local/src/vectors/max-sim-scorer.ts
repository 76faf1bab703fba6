import type { Distance } from '../requests/types/vector-types.ts';
import { isSmallerBetter } from './distances.ts';
import type { RowQuery } from './row-formats.ts';
import type { SpanTable } from './span-table.ts';
import type { VectorArena } from './vector-arena.ts';
import type { SlotScorer } from './vector-column.ts';

/** What {@link MaxSimScorer} works on. */
export interface MaxSimScorerOptions {
  /** The query's vectors. */
  readonly query: readonly Float32Array[];
  /** The vectors of all points. */
  readonly arena: VectorArena;
  /** Which rows of the arena are a point's. */
  readonly spans: SpanTable;
  readonly distance: Distance;
}

// Rows compared at once with one vector of the query: their distances stay in a fast cache.
const rowsAtOnce = 512;
// Comparisons of two vectors in a block of slots.
const comparisonsAtOnce = 8192;

/** Scores multivectors by MaxSim, the points whose rows lie next to each other together. */
export class MaxSimScorer implements SlotScorer {
  readonly slotsAtOnce: number;
  readonly #options: MaxSimScorerOptions;
  readonly #queries: readonly RowQuery[];
  readonly #sign: number;
  #distances = new Float32Array(rowsAtOnce);

  constructor(options: MaxSimScorerOptions) {
    const { query, arena, spans, distance } = options;
    this.#options = options;
    this.#queries = query.map((vector) => arena.query(vector));
    this.#sign = isSmallerBetter(distance) ? -1 : 1;
    const comparisonsPerSlot = (query.length * spans.used) / Math.max(1, spans.size);
    this.slotsAtOnce = Math.max(1, Math.floor(comparisonsAtOnce / Math.max(1, comparisonsPerSlot)));
  }

  scoreRange(from: number, out: Float32Array): void {
    this.#score((index) => from + index, out);
  }

  scoreSlots(slots: Uint32Array, out: Float32Array): void {
    this.#score((index) => slots[index]!, out);
  }

  #score(slotAt: (index: number) => number, out: Float32Array): void {
    for (let first = 0; first < out.length;) {
      const next = this.#neighbours(slotAt, first, out.length);
      this.#scoreNeighbours(slotAt, first, next, out);
      first = next;
    }
  }

  /** The index after those from `first` on whose slots have rows that follow each other, and few enough of them. */
  #neighbours(slotAt: (index: number) => number, first: number, length: number): number {
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

  /** Scores slots that all have rows, which follow each other. */
  #scoreNeighbours(slotAt: (index: number) => number, first: number, next: number, out: Float32Array): void {
    const { arena, spans, distance } = this.#options;
    const start = spans.start(slotAt(first));
    const rowCount = spans.start(slotAt(next - 1)) + spans.length(slotAt(next - 1)) - start;
    if (rowCount > this.#distances.length) this.#distances = new Float32Array(rowCount);
    const distances = this.#distances.subarray(0, rowCount);
    out.fill(0, first, next);
    for (const query of this.#queries) {
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
