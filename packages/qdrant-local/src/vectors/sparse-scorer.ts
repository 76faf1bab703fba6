import type { PostingList } from './posting-list.ts';
import type { RaggedArena } from './ragged-arena.ts';
import type { SlotScorer } from './vector-column.ts';

/** An index of the query that has a list. */
export interface SparseTerm {
  /** The list's number in points' rows. */
  readonly number: number;
  readonly list: PostingList;
  /** The query's value. */
  readonly weight: number;
}

/**
 * Scores sparse vectors by adding up the query's inverted lists, index by index, when a score is first asked for: only
 * points that share an index are touched. A few slots alone are scored from their own rows instead, which adds up in the
 * same order to the same bits.
 */
export class SparseScorer implements SlotScorer {
  readonly #terms: readonly SparseTerm[];
  readonly #rows: RaggedArena;
  #summed: { readonly scores: Float32Array; readonly reachable: Uint32Array } | undefined;

  /** `terms` are in the order of their indices; `rows` as {@link SparseColumn} keeps them. */
  constructor(terms: readonly SparseTerm[], rows: RaggedArena) {
    this.#terms = terms;
    this.#rows = rows;
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
    if (this.#summed === undefined && this.#areFew(slots)) {
      this.#scoreRows(slots, out);
      return;
    }
    const { scores } = this.#sum();
    for (let position = 0; position < slots.length; position++) out[position] = scores[slots[position]!] ?? -Infinity;
  }

  /** True where going through the rows of these slots is less work than going through the lists. */
  #areFew(slots: Uint32Array): boolean {
    const workPerRow = 256;
    const postings = this.#terms.reduce((sum, { list }) => sum + list.length, 0);
    return slots.length * workPerRow < postings + this.#rows.slotCount;
  }

  #scoreRows(slots: Uint32Array, out: Float32Array): void {
    const terms = new Map(this.#terms.map((term) => [term.number, term]));
    for (let position = 0; position < slots.length; position++) {
      const row = this.#rows.row(slots[position]!) ?? noRow;
      let score = -Infinity;
      for (let entry = 0; entry < row.length; entry += 2) {
        const term = terms.get(row[entry]!);
        if (term !== undefined) score = added(score, term.weight, term.list.values[row[entry + 1]!]!);
      }
      out[position] = score;
    }
  }

  #sum(): { readonly scores: Float32Array; readonly reachable: Uint32Array } {
    if (this.#summed !== undefined) return this.#summed;
    const scores = new Float32Array(this.#rows.slotCount).fill(-Infinity);
    const reached = new Uint32Array(scores.length);
    let reachedCount = 0;
    for (const { list, weight } of this.#terms) {
      const { slots, values, length } = list;
      for (let position = 0; position < length; position++) {
        const slot = slots[position]!;
        if (scores[slot] === -Infinity) reached[reachedCount++] = slot;
        scores[slot] = added(scores[slot]!, weight, values[position]!);
      }
    }
    this.#summed = { scores, reachable: reached.subarray(0, reachedCount) };
    return this.#summed;
  }
}

const noRow = new Uint32Array(0);

/** In float32; nothing was added up so far where the score is -Infinity. */
function added(score: number, weight: number, value: number): number {
  const product = Math.fround(weight * value);
  return score === -Infinity ? product : Math.fround(score + product);
}
