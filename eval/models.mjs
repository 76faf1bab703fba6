// The models of the systems, loaded from their packages as a user loads them.
import { TextCrossEncoder } from '../packages/cross-encoder/dist/index.js';
import { SparseTextEmbedding, StaticTextEmbedding, TextEmbedding } from '../packages/embed/dist/index.js';
import { RememberingReranker } from './remembering-reranker.mjs';

const EMBEDDER = 'sentence-transformers/all-MiniLM-L6-v2';
const STATIC_EMBEDDER = 'x/static-en';
const RERANKER = 'x/bge-small-reranker-en';
// Ignores the warnings about truncated texts: there would be thousands.
const OPTIONS = /** @type {const} */ ({ offline: true, truncationPolicy: 'truncate' });

/** The models of a run. A model is loaded only when a system needs it. */
export class Models {
  /** @type {SparseTextEmbedding | undefined} */
  #words;
  /** @type {TextEmbedding | undefined} */
  #dense;
  /** @type {StaticTextEmbedding | undefined} */
  #static;
  /** @type {TextCrossEncoder | undefined} */
  #crossEncoder;
  /** @type {RememberingReranker | undefined} */
  #reranker;

  /**
   * @param {readonly import('./systems.mjs').System[]} systems
   * @param {{ readonly dtype?: 'fp32' | 'int8' }} [options]
   */
  static async load(systems, { dtype = 'fp32' } = {}) {
    const models = new Models();
    const options = { ...OPTIONS, dtype };
    const needs = new Set(systems.flatMap(({ retrieve }) => retrieve));
    if (needs.has('words')) models.#words = await SparseTextEmbedding.load('Qdrant/bm25');
    if (needs.has('dense')) models.#dense = await TextEmbedding.load(EMBEDDER, options);
    if (needs.has('static')) models.#static = await StaticTextEmbedding.load(STATIC_EMBEDDER, OPTIONS);
    if (systems.some(({ rerank }) => rerank !== undefined)) {
      models.#crossEncoder = await TextCrossEncoder.load(RERANKER, options);
      models.#reranker = new RememberingReranker(models.#crossEncoder);
    }
    return models;
  }

  get words() {
    return required(this.#words);
  }

  get dense() {
    return required(this.#dense);
  }

  get static() {
    return required(this.#static);
  }

  /** @param {import('./systems.mjs').ListName} name */
  embedder(name) {
    return this[name];
  }

  reranker() {
    return required(this.#reranker);
  }

  /**
   * Counts the tokens that the models of these lists read from the texts. BM25 has no model.
   *
   * @param {readonly import('./systems.mjs').ListName[]} names
   * @param {readonly string[]} texts
   */
  async tokensRead(names, texts) {
    const counts = names.map(async (name) => (name === 'words' ? 0 : this[name].tokenCount(texts)));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  /** @param {readonly (readonly [query: string, document: string])[]} pairs */
  async pairTokens(pairs) {
    return required(this.#crossEncoder).tokenCount(pairs);
  }

  async dispose() {
    for (const model of [this.#words, this.#dense, this.#static, this.#crossEncoder]) await model?.dispose();
  }
}

/**
 * @template T
 * @param {T | undefined} model
 * @returns {T}
 */
function required(model) {
  if (model === undefined) throw new TypeError('This is a bug: a system uses a model that was not loaded.');
  return model;
}
