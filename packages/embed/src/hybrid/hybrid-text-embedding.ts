import {
  type Chunker,
  type HybridEmbedder,
  type HybridEmbedding,
  type HybridKind,
  InvalidArgumentError,
  requireFilledText,
  requireMadeBy,
  requireOneOf,
  requireOptions,
  requireTexts,
} from '@x/core';
import type { ModelSource } from '@x/model-hub';
import type { RuntimeName } from '@x/onnx-runtime';
import { type SplitTextOptions, TruncationWatch } from '@x/tokenizer';

import { documentSettingsOf } from '../document-settings.ts';
import { addCustomHybridModel, hybridModels } from '../catalogue/catalogues.ts';
import type {
  CustomHybridTextEmbeddingModel,
  SupportedHybridTextEmbeddingModel,
} from '../catalogue/supported-hybrid-model.ts';
import { embedList } from '../embed-list.ts';
import { embedWithReport } from '../embed-with-report.ts';
import { encodeDocuments } from '../encode-documents.ts';
import { createFittingChunker } from '../fitting-chunker.ts';
import { type HybridParts, hybridParts } from './hybrid-parts.ts';
import {
  hybridEmbedOptionKinds,
  type HybridEmbedOptions,
  type HybridEmbedReport,
  type HybridTextEmbeddingOptions,
} from './hybrid-text-embedding-options.ts';
import { hybridReduction, type LoadedHybrid, loadHybrid } from './load-hybrid.ts';
import { hybridKinds, unpackEmbedding } from './packed-embedding.ts';

/**
 * Turns each text into a dense vector, a sparse vector and a multivector, all from one pass of a local ONNX model such as bge-m3.
 *
 * `dense`, `sparse` and `multiVector` are embedders of one kind, for stages of a pipeline and for any other use of a single kind. A pipeline runs the
 * model once per text, however many of the three it uses.
 *
 * Sparse vectors contain weights of token ids (`lexical_weights` of FlagEmbedding). The model was trained to output these weights, so the vector of a
 * collection needs no `modifier: 'idf'`.
 *
 * @example
 * await using model = await HybridTextEmbedding.load('BAAI/bge-m3');
 * const [{ dense, sparse, multiVector }] = await model.embed(['Bees collect nectar.']);
 * dense.length; // => 1024
 * sparse; // => { indices: Uint32Array, values: Float32Array }, one entry for each token id of the text
 * multiVector.length; // => the number of tokens in the text, without the first special token
 */
export class HybridTextEmbedding implements HybridEmbedder, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** Dimension of a dense vector, and of each row of a multivector. */
  readonly dimension: number;
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
  /** Returns dense vectors of length 1. It also returns token vectors, for a `maxSim` stage. */
  readonly dense: HybridParts['dense'];
  /** Returns sparse vectors: weights above 0 by token id, ascending. Special tokens have no weight. */
  readonly sparse: HybridParts['sparse'];
  /** Returns a row of length 1 for each token but the first, for late interaction. */
  readonly multiVector: HybridParts['multiVector'];
  readonly #loaded: LoadedHybrid;

  private constructor(loaded: LoadedHybrid, options: HybridTextEmbeddingOptions) {
    requireMadeBy('HybridTextEmbedding.load(modelName)', loaded, 'description');
    const { description, source, tokenizer, model } = loaded;
    this.modelName = description.model;
    this.dimension = description.dimension;
    this.license = description.license;
    this.maxLength = tokenizer.maxLength;
    this.source = source;
    this.runtime = model.runtime;
    this.executionProvider = model.executionProvider;
    this.#loaded = loaded;
    const { dense, sparse, multiVector } = hybridParts(this, {
      dimension: this.dimension,
      tokenizer,
      documentSettings: documentSettingsOf(options),
    });
    this.dense = dense;
    this.sparse = sparse;
    this.multiVector = multiVector;
  }

  /**
   * Loads a model by its name, ignoring upper and lower case. `TextEmbedding.load` describes the sources and the errors.
   *
   * The model's graph must have three outputs, in any order: vectors of texts, weights of tokens, and vectors of all tokens but the first.
   *
   * @throws {UnknownModelError} when the catalogue does not have the model; the error lists similar names.
   * @throws {ModelFileError} when a file is damaged, or the graph is an export of only the encoder.
   */
  static async load(modelName: string, options: HybridTextEmbeddingOptions = {}): Promise<HybridTextEmbedding> {
    return new HybridTextEmbedding(await loadHybrid(modelName, options), options);
  }

  /** Returns every model that `load` knows, as plain data: by maker in alphabetical order, then those of `addCustomModel`. */
  static listSupportedModels(): SupportedHybridTextEmbeddingModel[] {
    return hybridModels.list();
  }

  /**
   * Adds a custom model, or another export of a model, which `load` then finds by name in this process.
   *
   * @throws {InvalidArgumentError} when a field is out of range, or the name is taken, ignoring upper and lower case.
   *
   * @example
   * HybridTextEmbedding.addCustomModel({ model: 'acme/bge-m3-float32', dimension: 1024, modelFile: 'model.onnx' });
   */
  static addCustomModel(model: CustomHybridTextEmbeddingModel): void {
    addCustomHybridModel(model);
  }

  /**
   * Returns the vectors of each document, in input order. For an empty list it returns an empty list and does not run the model. The model runs
   * identical documents once.
   *
   * @throws {InvalidArgumentError} when a document is not a string (the message names its index), or `kinds` is empty or contains an unknown kind.
   * @throws {SequenceTooLongError} when a document is longer than `maxLength` and `truncationPolicy` is `error`.
   * @throws {DisposedError} after `dispose`.
   * @throws {NonFiniteOutputError} when the model returns NaN or Infinity; the message names the document's index.
   *
   * @example
   * const [{ dense, sparse }] = await model.embed(['Bees collect nectar.'], { kinds: ['dense', 'sparse'] });
   */
  async embed<Kind extends HybridKind = HybridKind>(
    documents: readonly string[],
    options: HybridEmbedOptions<Kind> = {},
  ): Promise<Pick<HybridEmbedding, Kind>[]> {
    this.#loaded.model.assertUsable();
    const texts = requireTexts(documents, 'documents');
    // Created here so that options are checked even for an empty list. The generator starts when it is read.
    const embeddings = this.#run(texts, options);
    return embedList(texts, { ...options, subject: this.modelName }, () => embeddings);
  }

  /** The same as `embed`, with a report of every truncated document. */
  async embedWithReport<Kind extends HybridKind = HybridKind>(
    documents: readonly string[],
    options: HybridEmbedOptions<Kind> = {},
  ): Promise<HybridEmbedReport<Kind>> {
    return embedWithReport(requireOptions(options, hybridEmbedOptionKinds), (reporting) =>
      this.embed(documents, reporting),
    );
  }

  /** Yields the vectors of a stream of documents, in input order, with bounded memory. Ending the iteration early closes the source. */
  embedStream<Kind extends HybridKind = HybridKind>(
    documents: Iterable<string> | AsyncIterable<string>,
    options: HybridEmbedOptions<Kind> = {},
  ): AsyncGenerator<Pick<HybridEmbedding, Kind>, void, undefined> {
    this.#loaded.model.assertUsable();
    return this.#run(documents, options);
  }

  /** Returns the vectors of each document, to be stored and searched: the same as `embed`. */
  async passageEmbed<Kind extends HybridKind = HybridKind>(
    documents: readonly string[],
    options: HybridEmbedOptions<Kind> = {},
  ): Promise<Pick<HybridEmbedding, Kind>[]> {
    return this.embed(documents, options);
  }

  /**
   * Returns the vectors of one search query: the same as those of a passage, because the model has no prefixes.
   *
   * @throws {InvalidArgumentError} when the query is empty.
   */
  async queryEmbed<Kind extends HybridKind = HybridKind>(
    query: string,
    options: HybridEmbedOptions<Kind> = {},
  ): Promise<Pick<HybridEmbedding, Kind>> {
    const [embedding] = await this.embed([requireFilledText(query, 'query')], options);
    return embedding!;
  }

  /**
   * Returns a chunker that splits texts into passages by this model's tokens, for `createSearchPipeline({ chunker })`. Passages have at most
   * `maxTokens` tokens, and no more than the model reads.
   *
   * @throws {DisposedError} after `dispose`.
   */
  chunker(options: SplitTextOptions): Chunker {
    this.#loaded.model.assertUsable();
    return createFittingChunker(this.#loaded.tokenizer, options, this.#loaded.passageRoom);
  }

  /** Frees the model and its parts. Running micro-batches finish; waiting calls reject with a `DisposedError`. Idempotent. */
  dispose(): Promise<void> {
    return this.#loaded.model.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #run<Kind extends HybridKind>(
    documents: Iterable<string> | AsyncIterable<string>,
    options: HybridEmbedOptions<Kind>,
  ): AsyncGenerator<Pick<HybridEmbedding, Kind>, void, undefined> {
    requireOptions(options, hybridEmbedOptionKinds);
    const { kinds = hybridKinds as readonly Kind[], signal, onTruncation, onUsage } = options;
    requireKinds(kinds);
    const { tokenizer, model, truncationPolicy: policy } = this.#loaded;
    const { modelName, maxLength } = this;
    const watch = new TruncationWatch({ policy, modelName, maxLength, onTruncation });
    const sequences = encodeDocuments(tokenizer, documents, { watch, signal });
    const call = { reduction: hybridReduction(kinds), onUsage, ...(signal && { signal }) };
    return unpackAll(model.run(sequences, call), kinds, this.dimension);
  }
}

async function* unpackAll<Kind extends HybridKind>(
  packed: AsyncIterable<Float32Array>,
  kinds: readonly Kind[],
  dimension: number,
): AsyncGenerator<Pick<HybridEmbedding, Kind>, void, undefined> {
  for await (const values of packed) yield unpackEmbedding(values, kinds, dimension);
}

function requireKinds(kinds: readonly HybridKind[]): void {
  if (kinds.length === 0) {
    const expected = `a list with at least one of ${hybridKinds.map((kind) => `'${kind}'`).join(', ')}`;
    throw new InvalidArgumentError({ parameter: 'kinds', value: kinds, expected });
  }
  for (const [index, kind] of kinds.entries()) requireOneOf(kind, `kinds[${index}]`, hybridKinds);
}
