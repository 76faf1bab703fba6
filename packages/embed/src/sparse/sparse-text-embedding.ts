import {
  callListener,
  pickOptions,
  requireFilledText,
  requireMadeBy,
  requireOptions,
  requireText,
  requireTexts,
  requireTextStream,
  type SparseEmbedder,
  type SparseVector,
  type SparseWord,
} from '@x/core';

import { documentSettingsOf } from '../document-settings.ts';
import { sparseModels } from '../catalogue/catalogues.ts';
import type { SupportedSparseTextEmbeddingModel } from '../catalogue/supported-sparse-model.ts';
import { embedList } from '../embed-list.ts';
import { embedWithReport } from '../embed-with-report.ts';
import { Bm25Encoder } from './bm25/bm25-encoder.ts';
import { refuseForeignOptions } from './refuse-foreign-options.ts';
import { requireSparseModel } from './require-sparse-model.ts';
import type { SparseEncoder } from './sparse-encoder.ts';
import {
  bm25OptionKinds,
  sparseEmbedOptionKinds,
  type SparseEmbedOptions,
  type SparseEmbedReport,
  sparseTextEmbeddingOptionKinds,
  type SparseTextEmbeddingOptions,
} from './sparse-text-embedding-options.ts';
import type { NoWordsReport } from './no-words-watch.ts';
import { loadSplade } from './splade/load-splade.ts';

/**
 * Turns texts into sparse vectors: a weight for each of a few words.
 *
 * @example
 * await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
 * const [vector] = await bm25.embed(['hello world']);
 * vector; // => { indices: Uint32Array [613153351, 74040069], values: Float32Array [1.683, 1.683] }
 */
export class SparseTextEmbedding implements SparseEmbedder, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** A string that identifies the options that change document vectors; `undefined` when all have their defaults. */
  readonly documentSettings: string | undefined;
  /** True when the model needs a collection whose sparse vector has `modifier: 'idf'`. */
  readonly requiresIdf: boolean;
  readonly #encoder: SparseEncoder;

  private constructor(
    entry: SupportedSparseTextEmbeddingModel,
    encoder: SparseEncoder,
    options: SparseTextEmbeddingOptions,
  ) {
    requireMadeBy('SparseTextEmbedding.load(modelName)', encoder, 'encodePassages');
    const { model, requiresIdf } = entry;
    this.modelName = model;
    this.documentSettings = documentSettingsOf(options);
    this.requiresIdf = requiresIdf;
    this.#encoder = encoder;
  }

  /**
   * Loads a model by its name, ignoring upper and lower case. `Qdrant/bm25` needs no file. `TextEmbedding.load` describes the sources of the other models.
   *
   * @throws {UnknownModelError} when the catalogue does not have the model; the error lists similar names.
   * @throws {InvalidArgumentError} when an option is out of range or belongs to another model, or the model is one of FastEmbed's that are not
   *   supported: BM42 and miniCOIL.
   * @throws {ModelUnavailableError} when the model is not available from any source.
   * @throws {ModelFileError} when one of its files is damaged.
   */
  static async load(modelName: string, options: SparseTextEmbeddingOptions = {}): Promise<SparseTextEmbedding> {
    const model = requireSparseModel(requireText(modelName, 'modelName'));
    requireOptions(options, sparseTextEmbeddingOptionKinds);
    const isBm25 = model.modelFile === undefined;
    refuseForeignOptions(options, { model: model.model, isBm25 });
    const encoder = isBm25 ? Bm25Encoder.load(pickOptions(options, bm25OptionKinds)) : loadSplade(model, options);
    return new SparseTextEmbedding(model, await encoder, options);
  }

  /** Returns every model that `load` knows, as plain data: by maker in alphabetical order. */
  static listSupportedModels(): SupportedSparseTextEmbeddingModel[] {
    return sparseModels.list();
  }

  /**
   * Returns one vector per document, in input order. For a document without a word to search by, BM25 returns an empty vector, which is valid but
   * finds nothing. It reports these documents to `onNoWords`, else with one process warning, unless `noWordsPolicy` is `allow`.
   *
   * @throws {InvalidArgumentError} when a document is not a string; the message names its index.
   * @throws {DisposedError} after `dispose`.
   */
  async embed(documents: readonly string[], options: SparseEmbedOptions = {}): Promise<SparseVector[]> {
    this.#encoder.assertUsable();
    const texts = requireTexts(documents, 'documents');
    requireOptions(options, sparseEmbedOptionKinds);
    return embedList(texts, { ...options, subject: this.modelName }, () =>
      this.#encoder.encodePassages(texts, options),
    );
  }

  /** The same as `embed`, with a report of every document that was truncated or has no word to search by. */
  async embedWithReport(documents: readonly string[], options: SparseEmbedOptions = {}): Promise<SparseEmbedReport> {
    requireOptions(options, sparseEmbedOptionKinds);
    const noWords: NoWordsReport[] = [];
    const onNoWords = (report: NoWordsReport): void => {
      noWords.push(report);
      callListener(options.onNoWords, report);
    };
    const embedded = await embedWithReport({ ...options, onNoWords }, (reporting) => this.embed(documents, reporting));
    return { ...embedded, noWords };
  }

  /** Yields the vectors of a stream of documents, in input order, with bounded memory. */
  embedStream(
    documents: Iterable<string> | AsyncIterable<string>,
    options: SparseEmbedOptions = {},
  ): AsyncGenerator<SparseVector, void, undefined> {
    this.#encoder.assertUsable();
    return this.#encoder.encodePassages(
      requireTextStream(documents, 'documents'),
      requireOptions(options, sparseEmbedOptionKinds),
    );
  }

  /** Returns one vector per document, to be stored and searched: the same as `embed`. */
  async passageEmbed(documents: readonly string[], options: SparseEmbedOptions = {}): Promise<SparseVector[]> {
    return this.embed(documents, options);
  }

  /**
   * Returns the vector of one search query. The vector of a query with only stop words is empty and is reported like that of a document.
   *
   * @throws {InvalidArgumentError} when the query is empty.
   */
  async queryEmbed(query: string, options: SparseEmbedOptions = {}): Promise<SparseVector> {
    this.#encoder.assertUsable();
    requireFilledText(query, 'query');
    requireOptions(options, sparseEmbedOptionKinds);
    options.signal?.throwIfAborted();
    return this.#encoder.encodeQuery(query, options);
  }

  /**
   * Returns the words of a search query that have a dimension in its vector, with their positions. BM25 returns each word except stop words. SPLADE
   * returns none, because it expands a text with other words.
   *
   * @example
   * await bm25.queryWords('how is honey made'); // => [{ index: 1484970020, start: 7, end: 12 }, { index: ..., start: 13, end: 17 }]
   */
  async queryWords(query: string): Promise<readonly SparseWord[]> {
    this.#encoder.assertUsable();
    return this.#encoder.queryWords(requireText(query, 'query'));
  }

  /** Frees the model. Idempotent. */
  dispose(): Promise<void> {
    return this.#encoder.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}
