import {
  type Chunker,
  type EmbedderCallOptions,
  requireFilledText,
  requireMadeBy,
  requireOptions,
  requireTexts,
  type TextSpan,
  type TokenEmbedder,
  type TokenEmbedding,
  requireTextStream,
} from '@x/core';
import type { ModelSource } from '@x/model-hub';
import type { RuntimeName } from '@x/onnx-runtime';
import type { SplitTextOptions } from '@x/tokenizer';

import { countTokens } from './count-tokens.ts';
import { documentSettingsOf } from './document-settings.ts';
import { addCustomModel, denseModels } from './catalogue/catalogues.ts';
import type {
  CustomTextEmbeddingModel,
  SupportedTextEmbeddingModel,
} from './catalogue/supported-text-embedding-model.ts';
import { embedList } from './embed-list.ts';
import { embedWithReport } from './embed-with-report.ts';
import { embedWithTokens } from './late-interaction/embed-with-tokens.ts';
import { createFittingChunker } from './fitting-chunker.ts';
import { hasTokenVectors } from './late-interaction/require-token-vectors.ts';
import { tokenSpansAfterPrefix } from './late-interaction/token-spans-after-prefix.ts';
import { type LoadedParts, loadParts } from './load-parts.ts';
import { type Matryoshka, requireDimension, shortenAll } from './matryoshka.ts';
import { embedderCallOptionKinds, embedOptionKinds, embedWithTokensOptionKinds } from './option-kinds.ts';
import { runTexts } from './run-texts.ts';
import type { TextUse } from './text-uses.ts';
import type {
  EmbedOptions,
  EmbedReport,
  EmbedWithTokensOptions,
  TextEmbeddingOptions,
  TokenCountOptions,
} from './text-embedding-options.ts';

type UsedFor<Options> = Options & { readonly use: TextUse };

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
export class TextEmbedding implements TokenEmbedder, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** Dimension of each vector. */
  readonly dimension: number;
  /** Name of the model that embeds the documents for this model's queries, if it is a different one; see `asymmetricEmbedder`. */
  readonly documentModel: string | undefined;
  /** A string that identifies the options that change document vectors; `undefined` when all have their defaults. */
  readonly documentSettings: string | undefined;
  /** Maximum number of tokens in a text, special tokens included. */
  readonly maxLength: number;
  /** The source that the model was loaded from. */
  readonly source: ModelSource;
  /** The build of ONNX Runtime that runs the model: `native`, or the several times slower `wasm`. */
  readonly runtime: RuntimeName;
  /** The execution provider that runs the model, e.g. `cpu`. */
  readonly executionProvider: string;
  /** SPDX-like name of the model's license; `undefined` when it is not known. */
  readonly license: string | undefined;
  /** How far vectors may be shortened with a call's `dimension`; `undefined` for models that were not trained for shorter vectors. */
  readonly matryoshka: Matryoshka | undefined;
  /** Whether the model returns token vectors: it uses mean pooling, so each token vector has a meaning on its own. */
  readonly hasTokenVectors: boolean;
  readonly #parts: LoadedParts;

  private constructor(parts: LoadedParts, options: TextEmbeddingOptions) {
    const loaded = requireMadeBy('TextEmbedding.load(modelName)', parts, 'description');
    const { description, source, tokenizer, model } = loaded;
    this.modelName = description.model;
    this.dimension = description.dimension;
    this.documentModel = description.documentModel;
    this.documentSettings = documentSettingsOf(options);
    this.license = description.license;
    this.matryoshka = description.matryoshka;
    this.hasTokenVectors = hasTokenVectors(description, parts);
    this.maxLength = tokenizer.maxLength;
    this.source = source;
    this.runtime = model.runtime;
    this.executionProvider = model.executionProvider;
    this.#parts = parts;
  }

  /**
   * Loads a model from `modelPath`, an installed model package, the cache, or the hub, in that order.
   *
   * The name is one from the catalogue or `addCustomModel`, or a repository of the hub in the layout of sentence-transformers
   * (`modules.json`) with an ONNX export. With a `modelPath` in that layout, any name is allowed.
   *
   * @throws {UnknownModelError} when no catalogue, package or repository has the model; the error lists similar names.
   * @throws {ModelFileError | ModelUnavailableError | DownloadError} when its files are damaged or not available.
   * @throws {InvalidArgumentError} when an option is out of range.
   * @throws {NativeLibraryError} when a package of native code is missing or does not fit the system.
   * @throws {InferenceError | UnsupportedExecutionProviderError} when ONNX Runtime cannot run it.
   */
  static async load(modelName: string, options: TextEmbeddingOptions = {}): Promise<TextEmbedding> {
    return new TextEmbedding(await loadParts(modelName, options), options);
  }

  /** Returns every model that `load` knows by name, as plain data: by maker in alphabetical order, then those of `addCustomModel`. */
  static listSupportedModels(): SupportedTextEmbeddingModel[] {
    return denseModels.list();
  }

  /**
   * Adds a custom model, which `load` then finds by name in this process. A built-in model that FastEmbed lacks may be replaced once; any other
   * taken name is refused.
   *
   * @throws {InvalidArgumentError} when a field is out of range, or when an added model or a model of FastEmbed has the name, ignoring upper and
   *   lower case.
   *
   * @example
   * TextEmbedding.addCustomModel({ model: 'acme/search-small', dimension: 384, pooling: 'mean', normalize: true });
   */
  static addCustomModel(model: CustomTextEmbeddingModel): void {
    addCustomModel(model);
  }

  /**
   * Returns the dimension of a model's vectors without loading the model.
   *
   * @throws {UnknownModelError} when the catalogue does not have the model.
   */
  static getEmbeddingSize(modelName: string): number {
    return denseModels.require(modelName).dimension;
  }

  /**
   * Returns one vector per document, in input order. For an empty list it returns an empty list and does not run the model. The model runs
   * identical documents once. With `prefixes: 'model'`, the prompt that the model's own files name for all texts (`default_prompt_name`) is added.
   * Otherwise documents get no prefix.
   *
   * @throws {InvalidArgumentError} when a document is not a string (the message names its index), or the model does not support the `task` or
   *   `dimension`.
   * @throws {SequenceTooLongError} when a document is longer than `maxLength` and `truncationPolicy` is `error`.
   * @throws {DisposedError} after `dispose`.
   * @throws {NonFiniteOutputError} when the model returns NaN or Infinity; the message names the document's index.
   */
  async embed(documents: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    return this.#embed(documents, { ...requireOptions(options, embedOptionKinds), use: 'text' });
  }

  /** The same as `embed`, with a report of every truncated document. */
  async embedWithReport(documents: readonly string[], options: EmbedOptions = {}): Promise<EmbedReport> {
    return embedWithReport(requireOptions(options, embedOptionKinds), (reporting) => this.embed(documents, reporting));
  }

  /**
   * Yields the vectors of a stream of documents, in input order, with bounded memory: at most 512 documents are read ahead
   * of the consumer. Ending the iteration early closes the source.
   *
   * @throws {InvalidArgumentError} when a document is not a string; the message names its index.
   */
  embedStream(
    documents: Iterable<string> | AsyncIterable<string>,
    options: EmbedOptions = {},
  ): AsyncGenerator<Float32Array, void, undefined> {
    this.#parts.model.assertUsable();
    return this.#run(requireTextStream(documents, 'documents'), {
      ...requireOptions(options, embedOptionKinds),
      use: 'text',
    });
  }

  /**
   * Returns the vector of one search query, with the model's query prefix if it was loaded with `prefixes: 'model'`.
   *
   * @throws {InvalidArgumentError} when the query is empty.
   */
  async queryEmbed(query: string, options: EmbedOptions = {}): Promise<Float32Array> {
    const queries = [requireFilledText(query, 'query')];
    const checked = requireOptions(options, embedOptionKinds);
    const [vector] = await this.#embed(queries, { ...this.#withQueryTask(checked), use: 'query' });
    return vector!;
  }

  /**
   * Returns one vector per document, to be stored and searched, in input order. Documents get the model's passage prefix if it was loaded with
   * `prefixes: 'model'`.
   */
  async passageEmbed(documents: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    return this.#embed(documents, { ...requireOptions(options, embedOptionKinds), use: 'passage' });
  }

  /**
   * Returns the vector of each document, as in `passageEmbed`, and its token vectors, from one run of the model. Token vectors have
   * length 1. Special tokens have vectors too.
   *
   * @throws {InvalidArgumentError} when the model has no token vectors; `hasTokenVectors` is then `false`.
   *
   * @example
   * const [embedded] = await embedding.passageEmbedWithTokens(['hello world']);
   * embedded.tokenVectors.length; // => 4: [CLS], hello, world, [SEP]
   */
  async passageEmbedWithTokens(
    documents: readonly string[],
    options: EmbedWithTokensOptions = {},
  ): Promise<TokenEmbedding[]> {
    const call = { ...requireOptions(options, embedWithTokensOptionKinds), use: 'passage' } as const;
    return embedWithTokens(this.#parts, documents, call);
  }

  /** Returns the vector of one search query, as in `queryEmbed`, and its token vectors; see `passageEmbedWithTokens`. */
  async queryEmbedWithTokens(query: string, options: EmbedWithTokensOptions = {}): Promise<TokenEmbedding> {
    const queries = [requireFilledText(query, 'query')];
    const checked = requireOptions(options, embedWithTokensOptionKinds);
    const call = { ...this.#withQueryTask(checked), use: 'query' } as const;
    const [embedding] = await embedWithTokens(this.#parts, queries, call);
    return embedding!;
  }

  /**
   * Returns the span in its document for each of the `tokenVectors`, in UTF-16 units. Special tokens and tokens of the model's prefix represent no
   * text: their `start` equals their `end`.
   */
  async passageTokenSpans(documents: readonly string[], options: EmbedderCallOptions = {}): Promise<TextSpan[][]> {
    const { model, tokenizer, prefixes } = this.#parts;
    model.assertUsable();
    const { signal } = requireOptions(options, embedderCallOptionKinds);
    return tokenSpansAfterPrefix(tokenizer, documents, { prefix: prefixes.passage, signal });
  }

  /** Returns the span in a search query for each of its `tokenVectors`; see `passageTokenSpans`. */
  async queryTokenSpans(query: string, options: EmbedderCallOptions = {}): Promise<TextSpan[]> {
    const { model, tokenizer, prefixes } = this.#parts;
    model.assertUsable();
    const texts = [requireFilledText(query, 'query')];
    const { signal } = requireOptions(options, embedderCallOptionKinds);
    const [spans] = await tokenSpansAfterPrefix(tokenizer, texts, { prefix: prefixes.query, signal });
    return spans!;
  }

  /**
   * Returns a chunker that splits texts into passages by this model's tokens, for `createSearchPipeline({ chunker })`. Passages have at most
   * `maxTokens` tokens, and no more than the model reads behind the prefix of passages.
   *
   * @throws {InvalidArgumentError} when `maxTokens` is missing or below 1, or `overlap` is not below `maxTokens`.
   * @throws {DisposedError} after `dispose`.
   */
  chunker(options: SplitTextOptions): Chunker {
    this.#parts.model.assertUsable();
    return createFittingChunker(this.#parts.tokenizer, options, this.#parts.passageRoom);
  }

  /**
   * Returns the number of tokens that the model reads for all these texts: with special tokens and the prefix of their use, without tokens that are
   * cut off.
   */
  async tokenCount(texts: readonly string[], options: TokenCountOptions = {}): Promise<number> {
    this.#parts.model.assertUsable();
    return countTokens(this.#parts, texts, options);
  }

  /** Frees the model. Running micro-batches finish; waiting calls reject with a `DisposedError`. Idempotent. */
  dispose(): Promise<void> {
    return this.#parts.model.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #withQueryTask<Options extends EmbedWithTokensOptions>(options: Options): Options {
    const task = options.task ?? this.#parts.description.defaultTasks?.query;
    return task === undefined ? options : { ...options, task };
  }

  async #embed(documents: readonly string[], options: UsedFor<EmbedOptions>): Promise<Float32Array[]> {
    this.#parts.model.assertUsable();
    const texts = requireTexts(documents, 'documents');
    // Created here so that options are checked even for an empty list. The generator starts when it is read.
    const vectors = this.#run(texts, options);
    return embedList(texts, { ...options, subject: this.modelName }, () => vectors);
  }

  #run(
    documents: Iterable<string> | AsyncIterable<string>,
    { dimension = this.dimension, ...options }: UsedFor<EmbedOptions>,
  ): AsyncGenerator<Float32Array, void, undefined> {
    requireDimension(dimension, this);
    const vectors = runTexts(this.#parts, documents, options);
    return dimension === this.dimension ? vectors : shortenAll(vectors, dimension, this.matryoshka ?? {});
  }
}
