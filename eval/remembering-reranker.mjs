// A reranker that scores each pair once and charges every use with the time of the scoring.

/** @typedef {import('../packages/cross-encoder/dist/index.js').TextCrossEncoder} TextCrossEncoder */

/**
 * Caches scores, because dense and hybrid search find many of the same documents, and every reranker weight needs the same scores.
 * `sparedMs` contains the time that the cache saves, so that the time of a search can be reported as if it ran alone.
 *
 * @implements {Reranker}
 * @typedef {import('../packages/core/dist/index.js').Reranker} Reranker
 */
export class RememberingReranker {
  /** Milliseconds that the cache has saved so far: the time in which the reused scores were computed. */
  sparedMs = 0;
  /** @type {Map<string, { score: number, milliseconds: number }>} */
  #known = new Map();
  /** @type {Pick<TextCrossEncoder, 'modelName' | 'score'>} */
  #model;

  /** @param {Pick<TextCrossEncoder, 'modelName' | 'score'>} model */
  constructor(model) {
    this.#model = model;
  }

  get modelName() {
    return this.#model.modelName;
  }

  /**
   * @param {string} query
   * @param {readonly string[]} documents
   * @param {import('../packages/core/dist/index.js').RerankOptions} [options]
   */
  async rerank(query, documents, { topK = documents.length, ...options } = {}) {
    const keys = documents.map((document) => JSON.stringify([query, document]));
    for (const key of keys) this.sparedMs += this.#known.get(key)?.milliseconds ?? 0;
    const unknown = documents.filter((_, index) => !this.#known.has(keys[index] ?? ''));
    const start = performance.now();
    const scores = unknown.length === 0 ? [] : await this.#model.score(query, unknown, options);
    // The model scores the pairs together, so each pair gets an equal share of the time.
    const milliseconds = (performance.now() - start) / unknown.length;
    for (const [index, document] of unknown.entries()) {
      this.#known.set(JSON.stringify([query, document]), { score: scores[index] ?? Number.NaN, milliseconds });
    }
    return documents
      .map((document, index) => ({ index, document, score: this.#known.get(keys[index] ?? '')?.score ?? Number.NaN }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, topK);
  }
}
