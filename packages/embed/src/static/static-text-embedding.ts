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
 * Turns texts into dense vectors with a static model (model2vec): the mean of the vectors of a text's tokens, from a table. No model is run and no
 * native code is loaded, so it is a hundred times as fast as a transformer, runs anywhere, and finds less.
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
  /** Components of each vector. */
  readonly dimension: number;
  /** Most tokens of a text. */
  readonly maxLength: number;
  /** Where the model was found. */
  readonly source: ModelSource;
  /** SPDX-like name of the model's licence; `undefined` where it is not known. */
  readonly license: string | undefined;
  /** How far vectors may be shortened with a call's `dimension`; `undefined` for models of which that is not known. */
  readonly matryoshka: Matryoshka | undefined;
  readonly #encoder: StaticEncoder;
  readonly #truncationPolicy: LoadedStaticModel['truncationPolicy'];

  private constructor(loaded: LoadedStaticModel) {
    requireMadeBy('StaticTextEmbedding.load(modelName)', loaded, 'description');
    const { description, source, parts, truncationPolicy } = loaded;
    this.modelName = description.model;
    this.dimension = description.dimension;
    this.maxLength = parts.maxLength;
    this.source = source;
    this.license = description.license;
    this.matryoshka = description.matryoshka;
    this.#encoder = new StaticEncoder(parts);
    this.#truncationPolicy = truncationPolicy;
  }

  /**
   * Loads a model: from `modelPath`, an installed model package, the cache, or the hub, in that order.
   *
   * The name is one of the catalogue, or a repository of the hub that model2vec saved (`model.safetensors`, `tokenizer.json`, `config.json`).
   * With a `modelPath` in that layout any name will do.
   *
   * @throws {UnknownModelError} when no catalogue, package or repository has such a model; near names are listed.
   * @throws {ModelFileError | ModelUnavailableError | DownloadError} when its files are damaged or not to be had, or ask for something that is
   *   not done here; a key of `config.json` or a part of `tokenizer.json` is then named.
   * @throws {ShapeMismatchError} when its table does not fit its vocabulary.
   * @throws {InvalidArgumentError} when an option is out of range, or `config.json` sets no limit and `maxLength` is not given.
   */
  static async load(modelName: string, options: StaticTextEmbeddingOptions = {}): Promise<StaticTextEmbedding> {
    return new StaticTextEmbedding(await loadStatic(modelName, options));
  }

  /** Every model that `load` knows by name, as plain data: by maker in alphabetical order. */
  static listSupportedModels(): SupportedStaticTextEmbeddingModel[] {
    return staticModels.list();
  }

  /**
   * One vector per document, in input order; an empty list gives an empty list. A document without a known token gets zeros.
   *
   * @throws {InvalidArgumentError} when a document is not a string (its index is named), or the model has no such `dimension`.
   * @throws {SequenceTooLongError} when a document is longer than `maxLength` and `truncationPolicy` is `error`.
   * @throws {DisposedError} after `dispose`.
   * @throws {NonFiniteOutputError} when the model's table holds NaN or Infinity for a token; the document's index is named.
   */
  async embed(documents: readonly string[], options: StaticEmbedOptions = {}): Promise<Float32Array[]> {
    this.#encoder.requireParts();
    requireTexts(documents, 'documents');
    const vectors = this.#run(documents, options);
    return embedList(documents, { ...options, subject: this.modelName }, () => vectors);
  }

  /** The same as `embed`, with a report of every document that was cut. */
  async embedWithReport(documents: readonly string[], options: StaticEmbedOptions = {}): Promise<EmbedReport> {
    return embedWithReport(requireOptions(options, staticEmbedOptionKinds), (reporting) =>
      this.embed(documents, reporting),
    );
  }

  /**
   * The vectors of documents that come one by one, in their order; nothing is read ahead of the consumer. Breaking off the iteration closes the
   * source.
   *
   * @throws {InvalidArgumentError} when a document is not a string; its index is named.
   */
  embedStream(
    documents: Iterable<string> | AsyncIterable<string>,
    options: StaticEmbedOptions = {},
  ): AsyncGenerator<Float32Array, void, undefined> {
    this.#encoder.requireParts();
    return this.#run(requireTextStream(documents, 'documents'), options);
  }

  /**
   * The vector of one search query: the same as `embed` gives, since static models have no prefixes.
   *
   * @throws {InvalidArgumentError} when the query is empty.
   */
  async queryEmbed(query: string, options: StaticEmbedOptions = {}): Promise<Float32Array> {
    const [vector] = await this.embed([requireFilledText(query, 'query')], options);
    return vector!;
  }

  /** One vector per passage that is to be found later: the same as `embed`. */
  async passageEmbed(passages: readonly string[], options: StaticEmbedOptions = {}): Promise<Float32Array[]> {
    return this.embed(passages, options);
  }

  /** How many tokens the model reads for these texts together: unknown ones included, what is cut off not. */
  async tokenCount(texts: readonly string[]): Promise<number> {
    const { modelName, maxLength } = this;
    const watch = new TruncationWatch({ policy: 'truncate', modelName, maxLength });
    let tokens = 0;
    const onUsage = (usage: ModelUsage): void => void (tokens = usage.tokens);
    for await (const _ of this.#encoder.encode(requireTexts(texts, 'texts'), { watch, onUsage }));
    return tokens;
  }

  /** Lets go of the model's table; calls under way are rejected with a `DisposedError`. Idempotent. */
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
