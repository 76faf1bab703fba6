import type { PostingList } from './posting-list.ts';
import { sparseDotProduct } from './sparse-dot-product.ts';
import type { SlotScorer } from './vector-column.ts';
import type { SparseValue } from './vector-value.ts';

/** What {@link SparseScorer} works on. */
export interface SparseScorerOptions {
  /** The lists of the query's indices that any point has, in the order of the indices. */
  readonly lists: readonly PostingList[];
  /** The query's value for each list. */
  readonly weights: Float32Array;
  /** Number of slots. */
  readonly slotCount: number;
  readonly vectorOf: (slot: number) => SparseValue | undefined;
}

/**
 * Scores sparse vectors by adding up the query's inverted lists, index by index, when a score is first asked for: only
 * points that share an index are touched. A few slots alone are scored from their own vectors, which gives the same bits.
 */
export class SparseScorer implements SlotScorer {
  readonly #options: SparseScorerOptions;
  readonly #query: SparseValue;
  #summed: { readonly scores: Float32Array; readonly reachable: Uint32Array } | undefined;

  constructor(options: SparseScorerOptions) {
    this.#options = options;
    const indices = Uint32Array.from(options.lists, ({ index }) => index);
    this.#query = { kind: 'sparse', indices, values: options.weights };
  }

  get reachable(): Uint32Array {
    return this.#sum().reachable;
  }

  scoreRange(from: number, out: Float32Array): void {
    const scores = this.#sum().scores.subarray(from, from + out.length);
    out.set(scores);
    out.fill(-Infinity, scores.length);
  }

  scoreSlots(slots: Uint32Array, out: Float32Array): void {
    const { vectorOf } = this.#options;
    const scores = this.#summed === undefined && this.#areFew(slots) ? undefined : this.#sum().scores;
    for (let position = 0; position < slots.length; position++) {
      const slot = slots[position]!;
      if (scores !== undefined) {
        out[position] = scores[slot] ?? -Infinity;
      } else {
        const vector = vectorOf(slot);
        out[position] = vector === undefined ? -Infinity : sparseDotProduct(this.#query, vector);
      }
    }
  }

  /** True where going through the vectors of these slots is certain to be less work than through the lists. */
  #areFew(slots: Uint32Array): boolean {
    const workPerVector = 512;
    const { lists, slotCount } = this.#options;
    const postings = lists.reduce((sum, { length }) => sum + length, 0);
    return slots.length * workPerVector < postings + slotCount;
  }

  #sum(): { readonly scores: Float32Array; readonly reachable: Uint32Array } {
    if (this.#summed !== undefined) return this.#summed;
    const { lists, weights, slotCount } = this.#options;
    const scores = new Float32Array(slotCount).fill(-Infinity);
    const reached = new Uint32Array(slotCount);
    let reachedCount = 0;
    for (const [term, { slots, values, length }] of lists.entries()) {
      const weight = weights[term]!;
      for (let position = 0; position < length; position++) {
        const slot = slots[position]!;
        const product = Math.fround(weight * values[position]!);
        if (scores[slot] === -Infinity) {
          scores[slot] = product;
          reached[reachedCount++] = slot;
        } else {
          scores[slot] = scores[slot]! + product;
        }
      }
    }
    this.#summed = { scores, reachable: reached.subarray(0, reachedCount) };
    return this.#summed;
  }
}
