// The models of the systems, loaded as a user would: from the packages that carry them.
import { TextCrossEncoder } from '../packages/cross-encoder/dist/index.js';
import { LateInteractionTextEmbedding, SparseTextEmbedding, TextEmbedding } from '../packages/embed/dist/index.js';
import { RememberingReranker } from './remembering-reranker.mjs';

const EMBEDDER = 'sentence-transformers/all-MiniLM-L6-v2';
const RERANKER = 'x/bge-small-reranker-en';
// Longer texts are cut, which is no news a thousand times over.
const OPTIONS = /** @type {const} */ ({ offline: true, truncationPolicy: 'truncate' });

/** Models of a run; each is there when a system needs it. */
export class Models {
  /** @type {Partial<Record<import('./systems.mjs').VectorName, SparseTextEmbedding | TextEmbedding | LateInteractionTextEmbedding>>} */
  #embedders = {};
  /** @type {TextEmbedding | undefined} */
  #counter;
  /** @type {TextCrossEncoder | undefined} */
  #crossEncoder;
  /** @type {RememberingReranker | undefined} */
  #reranker;

  /** @param {readonly import('./systems.mjs').System[]} systems */
  static async load(systems) {
    const models = new Models();
    const needs = new Set(systems.flatMap(({ retrieve }) => retrieve));
    if (needs.has('words')) models.#embedders.words = await SparseTextEmbedding.load('Qdrant/bm25');
    // The dense model and the one of tokens are the same, and so are their tokens.
    if (needs.has('dense') || needs.has('tokens')) models.#counter = await TextEmbedding.load(EMBEDDER, OPTIONS);
    if (needs.has('dense')) models.#embedders.dense = required(models.#counter);
    if (needs.has('tokens')) models.#embedders.tokens = await LateInteractionTextEmbedding.load(EMBEDDER, OPTIONS);
    if (systems.some(({ reranks }) => reranks)) {
      models.#crossEncoder = await TextCrossEncoder.load(RERANKER, OPTIONS);
      models.#reranker = new RememberingReranker(models.#crossEncoder);
    }
    return models;
  }

  /** @param {import('./systems.mjs').VectorName} name */
  embedder(name) {
    return required(this.#embedders[name]);
  }

  reranker() {
    return required(this.#reranker);
  }

  /** How the store is to keep the vectors of the models that are there. */
  vectors() {
    const { words, dense, tokens } = this.#embedders;
    return {
      ...(words && { words: { sparse: /** @type {const} */ (true), idf: true } }),
      ...(dense instanceof TextEmbedding && { dense: { dimension: dense.dimension } }),
      ...(tokens instanceof LateInteractionTextEmbedding && { tokens: { dimension: tokens.dimension, multi: true } }),
    };
  }

  /**
   * Tokens that the models of these vectors read of the texts; BM25 has no model.
   *
   * @param {readonly import('./systems.mjs').VectorName[]} names
   * @param {readonly string[]} texts
   */
  async tokensRead(names, texts) {
    const reading = names.filter((name) => name !== 'words').length;
    return reading === 0 ? 0 : reading * (await required(this.#counter).tokenCount(texts));
  }

  /** @param {readonly (readonly [query: string, document: string])[]} pairs */
  async pairTokens(pairs) {
    return required(this.#crossEncoder).tokenCount(pairs);
  }

  async dispose() {
    const models = [...Object.values(this.#embedders), this.#counter, this.#crossEncoder];
    for (const model of models) await model?.dispose();
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
