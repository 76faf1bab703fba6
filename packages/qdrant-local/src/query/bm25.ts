import type { Bm25Parameters } from '../requests/query/query-tree.ts';

const { fround } = Math;

/**
 * Scores the occurrences of words by BM25: idf · count · (k + 1) / (count + k · (1 − b + b · length / average length)). All
 * arithmetic is float32, in the order of the server's operations.
 *
 * Source: qdrant/qdrant lib/segment/src/index/field_index/full_text_index/inverted_index/bm25/mod.rs, `term_score`.
 */
export class Bm25 {
  readonly #k: number;
  readonly #b: number;
  readonly #averageLength: number;
  readonly #numerator: number;
  readonly #base: number;

  /** `averageLength` is the average length of all documents, in tokens. It is 0 without documents; lengths are then ignored. */
  constructor({ k, b }: Bm25Parameters, averageLength: number) {
    this.#k = fround(k);
    this.#b = averageLength > 0 ? fround(b) : 0;
    this.#averageLength = fround(averageLength);
    this.#numerator = fround(this.#k + 1);
    this.#base = fround(1 - this.#b);
  }

  /** Returns the contribution of a word that occurs `count` times in a document of `length` tokens. */
  score(idf: number, count: number, length: number): number {
    return fround(fround(fround(idf * count) * this.#numerator) / fround(count + this.#norm(length)));
  }

  #norm(length: number): number {
    if (this.#b === 0) return this.#k;
    const share = fround(fround(this.#b * fround(length)) / this.#averageLength);
    return fround(this.#k * fround(this.#base + share));
  }
}
