import {
  type Embedder,
  type ModelUsage,
  requireFilledText,
  requireMadeBy,
  requireOptions,
  requireTexts,
  requireTextStream,
} from '@x/core';
import type { ModelSource } from '@x/model-hub';
import { TruncationWatch } from '@x/tokenizer';

import { documentSettingsOf } from '../document-settings.ts';
import { staticModels } from '../catalogue/catalogues.ts';
import type { SupportedStaticTextEmbeddingModel } from '../catalogue/supported-static-model.ts';
import { embedList } from '../embed-list.ts';
import { embedWithReport } from '../embed-with-report.ts';
import { type Matryoshka, requireDimension, shortenAll } from '../matryoshka.ts';
import type { EmbedReport } from '../text-embedding-options.ts';
import { type LoadedStaticModel, loadStatic } from './load-static.ts';
import { StaticEncoder } from './static-encoder.ts';
import {
  staticEmbedOptionKinds,
  type StaticEmbedOptions,
  type StaticTextEmbeddingOptions,
} from './static-text-embedding-options.ts';

/**
 * Turns texts into dense vectors with a static model (model2vec): the mean of a text's token vectors, from a table. It runs no neural network and
 * loads no native code. It is a hundred times as fast as a transformer and runs anywhere, but its search quality is lower.
 *
 * Vectors equal those of Python's model2vec.
 *
 * @example
 * await using embedding = await StaticTextEmbedding.load('x/static-en');
 * const [vector] = await embedding.embed(['hello world']);
 * vector.length; // => 256
 */
export class StaticTextEmbedding implements Embedder, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** Dimension of each vector. */
  readonly dimension: number;
  /** A string that identifies the options that change document vectors; `undefined` when all have their defaults. */
  readonly documentSettings: string | undefined;
  /** Maximum number of tokens in a text. */
  readonly maxLength: number;
  /** The source that the model was loaded from. */
  readonly source: ModelSource;
  /** SPDX-like name of the model's license; `undefined` when it is not known. */
  readonly license: string | undefined;
  /** How far vectors may be shortened with a call's `dimension`; `undefined` when it is not known. */
  readonly matryoshka: Matryoshka | undefined;
  readonly #encoder: StaticEncoder;
  readonly #truncationPolicy: LoadedStaticModel['truncationPolicy'];

  private constructor(loaded: LoadedStaticModel, options: StaticTextEmbeddingOptions) {
    requireMadeBy('StaticTextEmbedding.load(modelName)', loaded, 'description');
    const { description, source, parts, truncationPolicy } = loaded;
    this.modelName = description.model;
    this.dimension = description.dimension;
    this.documentSettings = documentSettingsOf(options);
    this.maxLength = parts.maxLength;
    this.source = source;
    this.license = description.license;
    this.matryoshka = description.matryoshka;
    this.#encoder = new StaticEncoder(parts);
    this.#truncationPolicy = truncationPolicy;
  }

  /**
   * Loads a model from `modelPath`, an installed model package, the cache, or the hub, in that order.
   *
   * The name is one from the catalogue, or a repository of the hub saved by model2vec (`model.safetensors`, `tokenizer.json`, `config.json`).
   * With a `modelPath` in that layout, any name is allowed.
   *
   * @throws {UnknownModelError} when no catalogue, package or repository has the model; the error lists similar names.
   * @throws {ModelFileError | ModelUnavailableError | DownloadError} when its files are damaged or not available, or need something that is not
   *   supported; the message then names the key of `config.json` or the part of `tokenizer.json`.
   * @throws {ShapeMismatchError} when its table does not match its vocabulary.
   * @throws {InvalidArgumentError} when an option is out of range, or `maxLength` is missing and `config.json` sets no limit or one above 2048.
   */
  static async load(modelName: string, options: StaticTextEmbeddingOptions = {}): Promise<StaticTextEmbedding> {
    return new StaticTextEmbedding(await loadStatic(modelName, options), options);
  }

  /** Returns every model that `load` knows by name, as plain data: by maker in alphabetical order. */
  static listSupportedModels(): SupportedStaticTextEmbeddingModel[] {
    return staticModels.list();
  }

  /**
   * Returns one vector per document, in input order. A document without a known token gets a zero vector.
   *
   * @throws {InvalidArgumentError} when a document is not a string (the message names its index), or the model does not support the `dimension`.
   * @throws {SequenceTooLongError} when a document is longer than `maxLength` and `truncationPolicy` is `error`.
   * @throws {DisposedError} after `dispose`.
   * @throws {NonFiniteOutputError} when the model's table contains NaN or Infinity for a token; the message names the document's index.
   */
  async embed(documents: readonly string[], options: StaticEmbedOptions = {}): Promise<Float32Array[]> {
    this.#encoder.requireParts();
    const texts = requireTexts(documents, 'documents');
    const vectors = this.#run(texts, options);
    return embedList(texts, { ...options, subject: this.modelName }, () => vectors);
  }

  /** The same as `embed`, with a report of every truncated document. */
  async embedWithReport(documents: readonly string[], options: StaticEmbedOptions = {}): Promise<EmbedReport> {
    return embedWithReport(requireOptions(options, staticEmbedOptionKinds), (reporting) =>
      this.embed(documents, reporting),
    );
  }

  /**
   * Yields the vectors of a stream of documents, in input order, without reading ahead of the consumer. Ending the iteration early closes the source.
   *
   * @throws {InvalidArgumentError} when a document is not a string; the message names its index.
   */
  embedStream(
    documents: Iterable<string> | AsyncIterable<string>,
    options: StaticEmbedOptions = {},
  ): AsyncGenerator<Float32Array, void, undefined> {
    this.#encoder.requireParts();
    return this.#run(requireTextStream(documents, 'documents'), options);
  }

  /**
   * Returns the vector of one search query: the same as `embed`, because static models have no prefixes.
   *
   * @throws {InvalidArgumentError} when the query is empty.
   */
  async queryEmbed(query: string, options: StaticEmbedOptions = {}): Promise<Float32Array> {
    const [vector] = await this.embed([requireFilledText(query, 'query')], options);
    return vector!;
  }

  /** Returns one vector per document, to be stored and searched: the same as `embed`. */
  async passageEmbed(documents: readonly string[], options: StaticEmbedOptions = {}): Promise<Float32Array[]> {
    return this.embed(documents, options);
  }

  /** Returns the number of tokens that the model reads for all these texts: with unknown tokens, without tokens that are cut off. */
  async tokenCount(texts: readonly string[]): Promise<number> {
    const { modelName, maxLength } = this;
    const watch = new TruncationWatch({ policy: 'truncate', modelName, maxLength });
    let tokens = 0;
    const onUsage = (usage: ModelUsage): void => void (tokens = usage.tokens);
    for await (const _ of this.#encoder.encode(requireTexts(texts, 'texts'), { watch, onUsage }));
    return tokens;
  }

  /** Frees the model's table. Running calls reject with a `DisposedError`. Idempotent. */
  async dispose(): Promise<void> {
    this.#encoder.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #run(
    documents: Iterable<string> | AsyncIterable<string>,
    options: StaticEmbedOptions,
  ): AsyncGenerator<Float32Array, void, undefined> {
    requireOptions(options, staticEmbedOptionKinds);
    const { dimension = this.dimension, onTruncation, signal, onUsage } = options;
    requireDimension(dimension, this);
    const { modelName, maxLength } = this;
    const watch = new TruncationWatch({ policy: this.#truncationPolicy, modelName, maxLength, onTruncation });
    const call = { watch, ...(signal && { signal }), ...(onUsage && { onUsage }) };
    const vectors = this.#encoder.encode(documents, call);
    return dimension === this.dimension ? vectors : shortenAll(vectors, dimension, this.matryoshka ?? {});
  }
}
