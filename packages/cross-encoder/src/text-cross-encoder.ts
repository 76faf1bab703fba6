import {
  callListener,
  InvalidArgumentError,
  type RankedDocument,
  requireFilledText,
  requireInteger,
  requireMadeBy,
  requireOneOf,
  requireOptions,
  requireText,
  requireTexts,
  type Reranker,
} from '@x/core';
import type { ModelSource } from '@x/model-hub';
import type { OnnxModel, RuntimeName } from '@x/onnx-runtime';
import { type TextPair, type Tokenizer, type TruncationPolicy, TruncationWatch } from '@x/tokenizer';

import { activate, type Activation } from './activation.ts';
import { addCustomModel, rerankers } from './catalogue/reranker-catalogue.ts';
import type { CustomRerankerModel, SupportedRerankerModel } from './catalogue/supported-reranker-model.ts';
import { encodePairs } from './encode-pairs.ts';
import { type LoadedParts, loadParts } from './load-parts.ts';
import { scorePassages } from './passages/score-passages.ts';
import { rank, type ScoredText } from './rank.ts';
import {
  type RerankCallOptions,
  rerankOptionKinds,
  scoreOptionKinds,
  type ScoreOptions,
  type TextCrossEncoderOptions,
} from './text-cross-encoder-options.ts';

/**
 * Scores and ranks documents against a query with a local ONNX model, without blocking the event loop.
 *
 * @example
 * await using reranker = await TextCrossEncoder.load('x/bge-small-reranker-en');
 * const [best] = await reranker.rerank('how do bees make honey', ['Bees collect nectar.', 'Rust is a language.'], { topK: 1 });
 * best.index; // => 0
 */
export class TextCrossEncoder implements Reranker, AsyncDisposable {
  /** The model's name as the catalogue spells it. */
  readonly modelName: string;
  /** Maximum number of tokens in a pair, special tokens included. */
  readonly maxLength: number;
  /** The source that the model was loaded from. */
  readonly source: ModelSource;
  /** The build of ONNX Runtime that runs the model: `native`, or the several times slower `wasm`. */
  readonly runtime: RuntimeName;
  /** The execution provider that runs the model, e.g. `cpu`. */
  readonly executionProvider: string;
  /** SPDX-like name of the model's license; `undefined` when it is not known. */
  readonly license: string | undefined;
  readonly #tokenizer: Tokenizer;
  readonly #model: OnnxModel;
  readonly #truncationPolicy: TruncationPolicy;
  readonly #activation: Activation;

  private constructor(parts: LoadedParts) {
    requireMadeBy('TextCrossEncoder.load(modelName)', parts, 'description');
    const { description, source, tokenizer, model, truncationPolicy, activation } = parts;
    this.modelName = description.model;
    this.license = description.license;
    this.maxLength = tokenizer.maxLength;
    this.source = source;
    this.runtime = model.runtime;
    this.executionProvider = model.executionProvider;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.#truncationPolicy = truncationPolicy;
    this.#activation = activation;
  }

  /**
   * Loads a model from `modelPath`, an installed model package, the cache, or the hub, in that order. The name is one from the catalogue or
   * `addCustomModel`, or a repository of the hub with an ONNX export. With `modelPath`, any name is allowed.
   *
   * @throws {UnknownModelError} when no catalogue, package or repository has the model; the error lists similar names.
   * @throws {ModelFileError | ModelUnavailableError | DownloadError} when its files are damaged or not available.
   * @throws {InvalidArgumentError} when an option is out of range.
   * @throws {NativeLibraryError} when a package of native code is missing or does not fit the system.
   * @throws {InferenceError | UnsupportedExecutionProviderError} when ONNX Runtime cannot run it.
   */
  static async load(modelName: string, options: TextCrossEncoderOptions = {}): Promise<TextCrossEncoder> {
    return new TextCrossEncoder(await loadParts(modelName, options));
  }

  /** Returns every model that `load` knows by name, as plain data: by maker in alphabetical order, then those of `addCustomModel`. */
  static listSupportedModels(): SupportedRerankerModel[] {
    return rerankers.list();
  }

  /**
   * Adds a custom reranker, which `load` then finds by name in this process. A built-in model that FastEmbed lacks and that is not bundled may be
   * replaced once; any other taken name is refused.
   *
   * @throws {InvalidArgumentError} when a field is out of range, or when an added model, a model of FastEmbed or the bundled model has the name,
   *   ignoring upper and lower case.
   *
   * @example
   * TextCrossEncoder.addCustomModel({ model: 'cross-encoder/stsb-roberta-base' });
   */
  static addCustomModel(model: CustomRerankerModel): void {
    addCustomModel(model);
  }

  /**
   * Returns the score of each document, in input order (FastEmbed's `rerank`). Higher is more relevant.
   *
   * @throws {InvalidArgumentError} when a document is not a string; the message names its index.
   * @throws {DisposedError} after `dispose`.
   * @throws {NonFiniteOutputError} when the model returns NaN or Infinity; the message names the document's index.
   */
  async score(query: string, documents: readonly string[], options: ScoreOptions = {}): Promise<number[]> {
    requireText(query, 'query');
    return this.scorePairs(
      requireTexts(documents, 'documents').map((document) => [query, document] as const),
      options,
    );
  }

  /** Returns the score of each pair, in input order. The model runs identical pairs once. */
  async scorePairs(pairs: readonly TextPair[], options: ScoreOptions = {}): Promise<number[]> {
    const scored = await this.#scorePairs(pairs, requireOptions(options, scoreOptionKinds));
    return scored.map(({ score }) => score);
  }

  /** The same as `scorePairs`, under FastEmbed's name. */
  rerankPairs(pairs: readonly TextPair[], options: ScoreOptions = {}): Promise<number[]> {
    return this.scorePairs(pairs, options);
  }

  /**
   * Returns the documents, most relevant first, with their scores and their indexes in the input. Ties keep the input's order. Without documents
   * it returns an empty list and does not run the model.
   *
   * With `longDocuments: 'chunk'`, a document longer than the model's limit is scored passage by passage. `passage` in its result is the position
   * of its best passage.
   *
   * @throws {InvalidArgumentError} when the query is empty, a document is not a string, or `topK` is below 1.
   * @throws {SequenceTooLongError} when a pair is longer than `maxLength` and `truncationPolicy` is `error`.
   */
  async rerank(
    query: string,
    documents: readonly string[],
    options: RerankCallOptions = {},
  ): Promise<RankedDocument[]> {
    requireOptions(options, rerankOptionKinds);
    const { topK = Number.MAX_SAFE_INTEGER, longDocuments = 'truncate' } = options;
    this.#model.assertUsable();
    requireFilledText(query, 'query');
    const texts = requireTexts(documents, 'documents');
    requireInteger(topK, 'topK', { min: 1 });
    requireOneOf(longDocuments, 'longDocuments', ['truncate', 'chunk']);
    options.signal?.throwIfAborted();
    const scored =
      longDocuments === 'chunk'
        ? await scorePassages(query, texts, {
            tokenizer: this.#tokenizer,
            scorePairs: (pairs, call) => this.#scorePairs(pairs, call),
            options,
          })
        : await this.#scorePairs(
            texts.map((document) => [query, document] as const),
            options,
          );
    return rank(texts, scored, topK);
  }

  /** Returns the number of tokens that the model reads for all these pairs: with special tokens, without tokens that are cut off. */
  async tokenCount(pairs: readonly TextPair[]): Promise<number> {
    this.#model.assertUsable();
    const sequences = await this.#tokenizer.encodePairs(requirePairs(pairs));
    return sequences.reduce((sum, { inputIds }) => sum + inputIds.length, 0);
  }

  /** Frees the model. Running micro-batches finish; waiting calls reject with a `DisposedError`. Idempotent. */
  dispose(): Promise<void> {
    return this.#model.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  async #scorePairs(given: readonly TextPair[], options: ScoreOptions): Promise<ScoredText[]> {
    const { activation = this.#activation, signal, onProgress, onTruncation, onUsage } = options;
    this.#model.assertUsable();
    const pairs = requirePairs(given);
    requireOneOf(activation, 'activation', ['none', 'sigmoid']);
    signal?.throwIfAborted();
    if (pairs.length === 0) return [];
    const { modelName, maxLength } = this;
    const progress = { phase: 'score', subject: modelName, total: pairs.length, unit: 'items' } as const;
    callListener(onProgress, { ...progress, completed: 0 });
    const watch = new TruncationWatch({ policy: this.#truncationPolicy, modelName, maxLength, onTruncation });
    const cutTokens: number[] = [];
    const sequences = encodePairs(this.#tokenizer, pairs, { watch, signal, cutTokens });
    const scored: ScoredText[] = [];
    for await (const [logit] of this.#model.run(sequences, { onUsage, ...(signal && { signal }) })) {
      const truncatedTokens = cutTokens[scored.length]!;
      scored.push({ score: activate(logit!, activation), ...(truncatedTokens > 0 && { truncatedTokens }) });
      callListener(onProgress, { ...progress, completed: scored.length });
    }
    return scored;
  }
}

/** Checks pairs and returns a copy, so that the caller may change the list during the call. */
function requirePairs(pairs: readonly TextPair[]): TextPair[] {
  if (!Array.isArray(pairs)) {
    const expected = 'an array of [query, document] pairs';
    throw new InvalidArgumentError({ parameter: 'pairs', value: pairs, expected });
  }
  return Array.from(pairs, (pair: TextPair, index) => {
    const texts = requireTexts(pair, `pairs[${index}]`);
    if (texts.length === 2) return [texts[0]!, texts[1]!];
    throw new InvalidArgumentError({ parameter: `pairs[${index}]`, value: pair, expected: 'a [query, document] pair' });
  });
}
