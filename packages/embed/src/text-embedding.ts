import { type Embedder, InvalidArgumentError, requireOneOf, requireText, requireTexts } from '@x/core';
import { type ModelSource, resolveModel } from '@x/model-hub';
import { OnnxModel } from '@x/onnx-runtime';
import { Tokenizer, type TruncationPolicy, type TruncationReport, TruncationWatch } from '@x/tokenizer';

import { findSupportedModel, supportedModels } from './catalogue/supported-models.ts';
import type { SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';
import { encodeDocuments } from './encode-documents.ts';
import type { EmbedOptions, EmbedReport, TextEmbeddingOptions } from './text-embedding-options.ts';

/** The parts of a loaded model. */
interface LoadedParts {
  readonly description: SupportedTextEmbeddingModel;
  readonly source: ModelSource;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly truncationPolicy: TruncationPolicy;
}

/**
 * Turns texts into dense vectors with a local ONNX model, without blocking the event loop.
 *
 * Vectors equal those of Python's FastEmbed for the same weights and token limit.
 *
 * @example
 * await using embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
 * const [vector] = await embedding.embed(['hello world']);
 * vector.length; // => 384
 */
export class TextEmbedding implements Embedder, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** Components of each vector. */
  readonly dimension: number;
  /** Most tokens of a text, special tokens included. */
  readonly maxLength: number;
  /** Where the model was found. */
  readonly source: ModelSource;
  /** What runs the model, e.g. `cpu`. */
  readonly executionProvider: string;
  /** SPDX-like name of the model's licence. */
  readonly license: string;
  readonly #tokenizer: Tokenizer;
  readonly #model: OnnxModel;
  readonly #truncationPolicy: TruncationPolicy;

  private constructor({ description, source, tokenizer, model, truncationPolicy }: LoadedParts) {
    this.modelName = description.model;
    this.dimension = description.dimension;
    this.license = description.license;
    this.maxLength = tokenizer.maxLength;
    this.source = source;
    this.executionProvider = model.executionProvider;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.#truncationPolicy = truncationPolicy;
  }

  /**
   * Loads a model of the catalogue: from `modelPath`, an installed model package, the cache, or the hub, in that order.
   *
   * @throws {UnknownModelError} when the catalogue has no such model; near names are listed.
   * @throws {ModelFileError | ModelUnavailableError | DownloadError} when its files are damaged or not to be had.
   * @throws {InvalidArgumentError} when an option is out of range.
   * @throws {InferenceError | UnsupportedExecutionProviderError} when ONNX Runtime cannot run it.
   */
  static async load(modelName: string, options: TextEmbeddingOptions = {}): Promise<TextEmbedding> {
    const description = findSupportedModel(requireText(modelName, 'modelName'));
    const { model: name, modelFile, additionalFiles, sources, dimension, pooling, normalize } = description;
    const { maxLength, truncationPolicy = 'warn', onProgress, ...rest } = options;
    requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
    const location = { modelFile, additionalFiles, ...(sources.hf !== undefined && { repository: sources.hf }) };
    const resolved = await resolveModel(name, { ...rest, ...location, ...(onProgress && { onProgress }) });

    onProgress?.({ phase: 'load', subject: name, completed: 0, total: 1, unit: 'items' });
    const tokenizer = await Tokenizer.load(resolved.directory, maxLength === undefined ? {} : { maxLength });
    const reduction = {
      module: new URL('./pooling/reduction.js', import.meta.url).href,
      options: { dimension, pooling, normalize },
    };
    const { padTokenId } = tokenizer;
    const model = await OnnxModel.load(resolved.modelFile, { ...rest, name, padTokenId, reduction });
    onProgress?.({ phase: 'load', subject: name, completed: 1, total: 1, unit: 'items' });
    return new TextEmbedding({ description, source: resolved.source, tokenizer, model, truncationPolicy });
  }

  /** Every model that `load` knows by name, as plain data. */
  static listSupportedModels(): SupportedTextEmbeddingModel[] {
    return supportedModels.map((model) => ({ ...model }));
  }

  /**
   * Components of a model's vectors, without loading it.
   *
   * @throws {UnknownModelError} when the catalogue has no such model.
   */
  static getEmbeddingSize(modelName: string): number {
    return findSupportedModel(modelName).dimension;
  }

  /**
   * One vector per document, in input order; an empty list gives an empty list and leaves the model untouched. Identical
   * documents are run once.
   *
   * @throws {InvalidArgumentError} when a document is not a string; its index is named.
   * @throws {SequenceTooLongError} when a document is longer than `maxLength` and `truncationPolicy` is `error`.
   * @throws {DisposedError} after `dispose`.
   * @throws {NonFiniteOutputError} when the model answers NaN or Infinity; the document's index is named.
   */
  async embed(documents: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    this.#model.assertUsable();
    requireTexts(documents, 'documents');
    options.signal?.throwIfAborted();
    const vectors: Float32Array[] = [];
    if (documents.length === 0) return vectors;
    const progress = { phase: 'embed', subject: this.modelName, total: documents.length, unit: 'items' } as const;
    options.onProgress?.({ ...progress, completed: 0 });
    for await (const vector of this.#run(documents, options)) {
      vectors.push(vector);
      options.onProgress?.({ ...progress, completed: vectors.length });
    }
    return vectors;
  }

  /** The same as `embed`, with a report of every document that was cut. */
  async embedWithReport(documents: readonly string[], options: EmbedOptions = {}): Promise<EmbedReport> {
    const truncations: TruncationReport[] = [];
    const onTruncation = (report: TruncationReport): void => {
      truncations.push(report);
      options.onTruncation?.(report);
    };
    return { vectors: await this.embed(documents, { ...options, onTruncation }), truncations };
  }

  /**
   * The vectors of documents that come one by one, in their order, with bounded memory: at most 512 documents are read ahead
   * of the consumer. Breaking off the iteration closes the source.
   *
   * @throws {InvalidArgumentError} when a document is not a string; its index is named.
   */
  embedStream(
    documents: Iterable<string> | AsyncIterable<string>,
    options: EmbedOptions = {},
  ): AsyncGenerator<Float32Array, void, undefined> {
    this.#model.assertUsable();
    return this.#run(documents, options);
  }

  /**
   * The vector of one search query.
   *
   * @throws {InvalidArgumentError} when the query is empty.
   */
  async queryEmbed(query: string, options: EmbedOptions = {}): Promise<Float32Array> {
    if (requireText(query, 'query').trim() === '') {
      throw new InvalidArgumentError({ parameter: 'query', value: query, expected: 'a text that is not empty' });
    }
    const [vector] = await this.embed([query], options);
    return vector!;
  }

  /** One vector per passage that is to be found later, in input order. */
  passageEmbed(passages: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    return this.embed(passages, options);
  }

  /** How many tokens the model reads for these texts together: special tokens included, what is cut off not. */
  async tokenCount(texts: readonly string[]): Promise<number> {
    const sequences = await this.#tokenizer.encodeBatch(texts);
    return sequences.reduce((sum, { inputIds }) => sum + inputIds.length, 0);
  }

  /** Frees the model: running micro-batches are finished, what waits is rejected with a `DisposedError`. Idempotent. */
  dispose(): Promise<void> {
    return this.#model.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #run(
    documents: Iterable<string> | AsyncIterable<string>,
    options: EmbedOptions,
  ): AsyncGenerator<Float32Array, void, undefined> {
    const { signal, onTruncation } = options;
    const { modelName, maxLength } = this;
    const watch = new TruncationWatch({ policy: this.#truncationPolicy, modelName, maxLength, onTruncation });
    const sequences = encodeDocuments(this.#tokenizer, documents, { watch, signal });
    return this.#model.run(sequences, signal === undefined ? {} : { signal });
  }
}
