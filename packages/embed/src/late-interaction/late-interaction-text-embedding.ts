import {
  type EncodedSequence,
  type MultiVectorEmbedder,
  requireFilledText,
  requireMadeBy,
  requireOptions,
  requireTexts,
  requireTextStream,
} from '@x/core';
import type { ModelSource } from '@x/model-hub';
import type { OnnxModel, RuntimeName } from '@x/onnx-runtime';
import { type Tokenizer, type TruncationPolicy, TruncationWatch } from '@x/tokenizer';

import { documentSettingsOf } from '../document-settings.ts';
import { denseModels, lateInteractionModels } from '../catalogue/catalogues.ts';
import { refuseOtherClasses } from '../catalogue/refuse-other-classes.ts';
import type { SupportedLateInteractionTextEmbeddingModel } from '../catalogue/supported-late-interaction-model.ts';
import { embedList } from '../embed-list.ts';
import { encodeDocuments } from '../encode-documents.ts';
import { loadParts } from '../load-parts.ts';
import { callOptionKinds, modelOptionKinds } from '../option-kinds.ts';
import type { TokenEmbedOptions } from '../text-embedding-options.ts';
import type { ColbertRules } from './colbert-rules.ts';
import type { LateInteractionTextEmbeddingOptions } from './late-interaction-text-embedding-options.ts';
import { type LateInteractionParts, loadColbert } from './load-colbert.ts';
import { requireTokenVectors } from './require-token-vectors.ts';
import { rowsOf } from './rows-of.ts';

/**
 * Turns texts into one vector per token. MaxSim compares them: it matches every token of the query with its most similar token in the document.
 *
 * ColBERT models have their own rules for queries and documents. Any mean-pooled model of `TextEmbedding` works as well: it returns its token
 * vectors before pooling, each scaled to length 1.
 *
 * @example
 * await using embedding = await LateInteractionTextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
 * const [rows] = await embedding.embed(['hello world']);
 * rows.length; // => 4: [CLS], hello, world, [SEP]
 * rows[0].length; // => 384
 */
export class LateInteractionTextEmbedding implements MultiVectorEmbedder, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** Dimension of each row. */
  readonly dimension: number;
  /** A string that identifies the options that change document vectors; `undefined` when all have their defaults. */
  readonly documentSettings: string | undefined;
  /** Maximum number of tokens in a text, special tokens and ColBERT's marker included. */
  readonly maxLength: number;
  /** The source that the model was loaded from. */
  readonly source: ModelSource;
  /** The build of ONNX Runtime that runs the model: `native`, or the several times slower `wasm`. */
  readonly runtime: RuntimeName;
  /** SPDX-like name of the model's license; `undefined` when it is not known. */
  readonly license: string | undefined;
  readonly #tokenizer: Tokenizer;
  readonly #model: OnnxModel;
  readonly #truncationPolicy: TruncationPolicy;
  readonly #rules: ColbertRules | undefined;

  private constructor(parts: LateInteractionParts, options: LateInteractionTextEmbeddingOptions) {
    requireMadeBy('LateInteractionTextEmbedding.load(modelName)', parts, 'description');
    const { description, source, tokenizer, model, truncationPolicy, rules } = parts;
    this.modelName = description.model;
    this.dimension = description.dimension;
    this.documentSettings = documentSettingsOf(options);
    this.license = description.license;
    this.maxLength = tokenizer.maxLength + (rules === undefined ? 0 : 1);
    this.source = source;
    this.runtime = model.runtime;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.#truncationPolicy = truncationPolicy;
    this.#rules = rules;
  }

  /**
   * Loads a ColBERT model of `listSupportedModels`, or any mean-pooled model. `TextEmbedding.load` describes the sources and the errors.
   *
   * @throws {InvalidArgumentError} when the model does not use mean pooling, because its token vectors then have no meaning on their own, or when its
   *   graph returns no token vectors.
   */
  static async load(
    modelName: string,
    options: LateInteractionTextEmbeddingOptions = {},
  ): Promise<LateInteractionTextEmbedding> {
    refuseOtherClasses(modelName, 'LateInteractionTextEmbedding', 'TextEmbedding');
    const colbert = lateInteractionModels.find(modelName);
    requireOptions(options, modelOptionKinds);
    if (colbert !== undefined) return new LateInteractionTextEmbedding(await loadColbert(colbert, options), options);
    const listed = denseModels.find(modelName);
    if (listed !== undefined) requireTokenVectors(listed);
    const parts = await loadParts(modelName, options, new URL('./token-vectors.js', import.meta.url).href);
    try {
      requireTokenVectors(parts.description, parts);
    } catch (error) {
      await parts.model.dispose();
      throw error;
    }
    return new LateInteractionTextEmbedding(parts, options);
  }

  /** Returns the models that were trained for late interaction, as plain data: by maker in alphabetical order. */
  static listSupportedModels(): SupportedLateInteractionTextEmbeddingModel[] {
    return lateInteractionModels.list();
  }

  /**
   * Returns the rows of each document, `[tokens][dimension]`, in input order. For an empty list it returns an empty list and does not run the model.
   *
   * @throws {InvalidArgumentError} when a document is not a string; the message names its index.
   * @throws {SequenceTooLongError} when a document is longer than `maxLength` and `truncationPolicy` is `error`.
   * @throws {DisposedError} after `dispose`.
   */
  async embed(documents: readonly string[], options: TokenEmbedOptions = {}): Promise<Float32Array[][]> {
    this.#model.assertUsable();
    const texts = requireTexts(documents, 'documents');
    requireOptions(options, callOptionKinds);
    return embedList(texts, { ...options, subject: this.modelName }, () => this.#run(texts, options));
  }

  /** Yields the rows of a stream of documents, in input order, with bounded memory. Ending the iteration early closes the source. */
  embedStream(
    documents: Iterable<string> | AsyncIterable<string>,
    options: TokenEmbedOptions = {},
  ): AsyncGenerator<Float32Array[], void, undefined> {
    this.#model.assertUsable();
    return this.#run(requireTextStream(documents, 'documents'), requireOptions(options, callOptionKinds));
  }

  /** Returns the rows of each document, to be stored and searched: the same as `embed`. */
  async passageEmbed(documents: readonly string[], options: TokenEmbedOptions = {}): Promise<Float32Array[][]> {
    return this.embed(documents, options);
  }

  /**
   * Returns the rows of one search query. For most ColBERT models these are 32 rows, padded with masks, and their lengths are not normalized.
   *
   * @throws {InvalidArgumentError} when the query is empty.
   */
  async queryEmbed(query: string, options: TokenEmbedOptions = {}): Promise<Float32Array[]> {
    requireFilledText(query, 'query');
    requireOptions(options, callOptionKinds);
    if (this.#rules !== undefined) return this.#runQuery(query, options, this.#rules);
    const [rows] = await this.embed([query], options);
    return rows!;
  }

  /** Frees the model. Running micro-batches finish; waiting calls reject with a `DisposedError`. Idempotent. */
  dispose(): Promise<void> {
    return this.#model.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  async *#run(
    documents: Iterable<string> | AsyncIterable<string>,
    options: TokenEmbedOptions,
  ): AsyncGenerator<Float32Array[], void, undefined> {
    const { signal, onUsage } = options;
    const rules = this.#rules;
    const encoded = encodeDocuments(this.#tokenizer, documents, { watch: this.#watch(options), signal });
    // Marked documents whose results are pending. Results arrive in the same order.
    const inFlight: EncodedSequence[] = [];
    const sequences = rules?.markDocuments(encoded, inFlight) ?? encoded;
    for await (const values of this.#model.run(sequences, { onUsage, ...(signal && { signal }) })) {
      const rows = rowsOf(values, this.dimension);
      yield rules === undefined ? rows : rules.documentRows(rows, inFlight.shift()!);
    }
  }

  async #runQuery(query: string, options: TokenEmbedOptions, rules: ColbertRules): Promise<Float32Array[]> {
    this.#model.assertUsable();
    const { signal, onUsage } = options;
    signal?.throwIfAborted();
    const sequence = await this.#tokenizer.encode(query);
    const watch = this.#watch(options);
    watch.see(sequence, 0);
    watch.finish();
    const rows: Float32Array[] = [];
    const call = { onUsage, ...(signal && { signal }) };
    for await (const values of this.#model.run([rules.toQuery(sequence)], call)) {
      rows.push(...rules.queryRows(rowsOf(values, this.dimension)));
    }
    return rows;
  }

  #watch({ onTruncation }: TokenEmbedOptions): TruncationWatch {
    const { modelName, maxLength } = this;
    return new TruncationWatch({ policy: this.#truncationPolicy, modelName, maxLength, onTruncation });
  }
}
