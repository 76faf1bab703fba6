import {
  pickOptions,
  requireFilledText,
  requireMadeBy,
  requireOptions,
  requireText,
  requireTexts,
  type SparseEmbedder,
  type SparseVector,
  type SparseWord,
  requireTextStream,
} from '@x/core';

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
 * Turns texts into sparse vectors: few words of many, each with a weight.
 *
 * @example
 * await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
 * const [vector] = await bm25.embed(['hello world']);
 * vector; // => { indices: Uint32Array [613153351, 74040069], values: Float32Array [1.683, 1.683] }
 */
export class SparseTextEmbedding implements SparseEmbedder, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** True when its vectors belong into a collection whose sparse vector has `modifier: 'idf'`. */
  readonly requiresIdf: boolean;
  readonly #encoder: SparseEncoder;

  private constructor(entry: SupportedSparseTextEmbeddingModel, encoder: SparseEncoder) {
    requireMadeBy('SparseTextEmbedding.load(modelName)', encoder, 'encodePassages');
    const { model, requiresIdf } = entry;
    this.modelName = model;
    this.requiresIdf = requiresIdf;
    this.#encoder = encoder;
  }

  /**
   * Loads a model by its name, whatever its case. `Qdrant/bm25` needs no file; for others see `TextEmbedding.load`.
   *
   * @throws {UnknownModelError} when the catalogue has no such model; near names are listed.
   * @throws {InvalidArgumentError} when an option is out of range or of another model, or the model is one of FastEmbed's that are not run
   *   here: BM42 and miniCOIL.
   * @throws {ModelUnavailableError} when the model is nowhere to be had.
   * @throws {ModelFileError} when a file of it is damaged.
   */
  static async load(modelName: string, options: SparseTextEmbeddingOptions = {}): Promise<SparseTextEmbedding> {
    const model = requireSparseModel(requireText(modelName, 'modelName'));
    requireOptions(options, sparseTextEmbeddingOptionKinds);
    const isBm25 = model.modelFile === undefined;
    refuseForeignOptions(options, { model: model.model, isBm25 });
    const encoder = isBm25 ? Bm25Encoder.load(pickOptions(options, bm25OptionKinds)) : loadSplade(model, options);
    return new SparseTextEmbedding(model, await encoder);
  }

  /** Every model that `load` knows, as plain data: by maker in alphabetical order. */
  static listSupportedModels(): SupportedSparseTextEmbeddingModel[] {
    return sparseModels.list();
  }

  /**
   * One vector per document, in input order. BM25 gives a document without a word to search by an empty vector, which legally finds nothing, and says so:
   * to `onNoWords`, else by one process warning unless `noWordsPolicy` is `allow`.
   *
   * @throws {InvalidArgumentError} when a document is not a string; its index is named.
   * @throws {DisposedError} after `dispose`.
   */
  async embed(documents: readonly string[], options: SparseEmbedOptions = {}): Promise<SparseVector[]> {
    this.#encoder.assertUsable();
    requireTexts(documents, 'documents');
    requireOptions(options, sparseEmbedOptionKinds);
    return embedList(documents, { ...options, subject: this.modelName }, () =>
      this.#encoder.encodePassages(documents, options),
    );
  }

  /** The same as `embed`, with a report of every document that was cut, or has no word to search by. */
  async embedWithReport(documents: readonly string[], options: SparseEmbedOptions = {}): Promise<SparseEmbedReport> {
    requireOptions(options, sparseEmbedOptionKinds);
    const noWords: NoWordsReport[] = [];
    const onNoWords = (report: NoWordsReport): void => {
      noWords.push(report);
      options.onNoWords?.(report);
    };
    const embedded = await embedWithReport({ ...options, onNoWords }, (reporting) => this.embed(documents, reporting));
    return { ...embedded, noWords };
  }

  /** The vectors of documents that come one by one, in their order, with bounded memory. */
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

  /** One vector per passage that is to be found later: the same as `embed`. */
  async passageEmbed(passages: readonly string[], options: SparseEmbedOptions = {}): Promise<SparseVector[]> {
    return this.embed(passages, options);
  }

  /**
   * The vector of one search query. One of stop words alone is empty and reported as a document's is.
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
   * The words of a search query that its vector has a dimension for, and where they stand. BM25 gives each word but stop words; SPLADE, which
   * expands a text by other words, gives none.
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
