import {
  type Embedder,
  type EmbedderCallOptions,
  InvalidArgumentError,
  type OptionKinds,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireText,
  requireTexts,
} from '@x/core';

import { askInBatches, type BatchedCall } from './ask-in-batches.ts';
import { readEmbeddings } from './embeddings-answer.ts';
import { requireFurtherFields } from './further-fields.ts';
import { RemoteModel, remoteModelKinds, type RemoteModelOptions } from './remote-model.ts';

/** Options of `new RemoteEmbedder`. */
export interface RemoteEmbedderOptions extends RemoteModelOptions {
  /** Components of each vector; an answer with another number is refused. {@link RemoteEmbedder.load} asks the server for it. */
  readonly dimension: number;
  /**
   * Ask for vectors of `dimension` components (`dimensions` in the request), of a model that was trained to be shortened.
   *
   * @default false: they come as long as the model makes them
   */
  readonly shorten?: boolean;
  /** Stands before each query, e.g. `query: `. @default '' */
  readonly queryPrefix?: string;
  /** Stands before each document, e.g. `passage: `. @default '' */
  readonly documentPrefix?: string;
  /** Further fields of requests for queries, e.g. `{ input_type: 'query' }`; none that requests have of themselves. @default none */
  readonly queryFields?: Readonly<Record<string, unknown>>;
  /** Further fields of requests for documents, e.g. `{ input_type: 'document' }`; none that requests have of themselves. @default none */
  readonly documentFields?: Readonly<Record<string, unknown>>;
  /**
   * How vectors are to be sent. `base64` takes a quarter of the bytes, and not every server has it; `none` leaves the field out, for services
   * that refuse it, as Jina's does. @default 'float'
   */
  readonly encodingFormat?: 'float' | 'base64' | 'none';
  /** Texts of one request, at least 1. @default 32 */
  readonly batchSize?: number;
}

/** Options of {@link RemoteEmbedder.load}. */
export interface RemoteEmbedderLoadOptions extends Omit<RemoteEmbedderOptions, 'dimension'> {
  /** @default learned from the server by one request */
  readonly dimension?: number;
  /** Cancels the request by which the dimension is learned. */
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<RemoteEmbedderOptions> = {
  ...remoteModelKinds,
  dimension: 'number',
  shorten: 'boolean',
  queryPrefix: 'text',
  documentPrefix: 'text',
  queryFields: 'object',
  documentFields: 'object',
  encodingFormat: 'text',
};
/** Fields of every request, and what to do in place of adding them. */
const ownFields = {
  input: 'Requests have the texts of the call there.',
  model: 'Use the option model.',
  encoding_format: 'Use the option encodingFormat.',
  dimensions: 'Use the options dimension and shorten.',
};
const loadKinds: OptionKinds<RemoteEmbedderLoadOptions> = { ...optionKinds, signal: 'signal' };
const callKinds: OptionKinds<EmbedderCallOptions> = {
  signal: 'signal',
  onProgress: 'function',
  onUsage: 'function',
};

/**
 * An embedder behind an `/embeddings` route in the manner of OpenAI: that of OpenAI, Ollama, vLLM, llama.cpp, TEI, LM Studio or `@x/server`.
 *
 * It holds nothing that would have to be closed.
 *
 * @example
 * const embedder = new RemoteEmbedder({ url: 'http://127.0.0.1:11434/v1', model: 'nomic-embed-text', dimension: 768 });
 * const [vector] = await embedder.passageEmbed(['hello world']);
 * vector.length; // => 768
 */
export class RemoteEmbedder implements Embedder {
  readonly dimension: number;
  readonly #model: RemoteModel;
  readonly #batchSize: number;
  readonly #query: TextUse;
  readonly #document: TextUse;

  /**
   * Asks for nothing yet.
   *
   * @throws {InvalidArgumentError} when an option is missing, unknown or cannot be used.
   */
  constructor(options: RemoteEmbedderOptions) {
    requireOptions(options, optionKinds);
    const { shorten = false, queryPrefix = '', documentPrefix = '', encodingFormat = 'float' } = options;
    this.#model = new RemoteModel(options, '/embeddings');
    this.#batchSize = requireInteger(options.batchSize ?? 32, 'batchSize', { min: 1 });
    this.dimension = requireInteger(options.dimension, 'dimension', { min: 1 });
    requireOneOf(encodingFormat, 'encodingFormat', ['float', 'base64', 'none']);
    const fields = {
      model: options.model,
      ...(encodingFormat !== 'none' && { encoding_format: encodingFormat }),
      ...(shorten && { dimensions: this.dimension }),
    };
    this.#query = {
      prefix: queryPrefix,
      fields: { ...requireFurtherFields(options.queryFields, 'queryFields', ownFields), ...fields },
    };
    this.#document = {
      prefix: documentPrefix,
      fields: { ...requireFurtherFields(options.documentFields, 'documentFields', ownFields), ...fields },
    };
  }

  /**
   * An embedder whose dimension the server is asked for, by embedding a word, unless it is given.
   *
   * @throws {InvalidArgumentError} when an option is missing, unknown or cannot be used.
   * @throws {RemoteModelError} when the server refuses or fails the request.
   * @example
   * const embedder = await RemoteEmbedder.load({ url: 'https://api.openai.com/v1', model: 'text-embedding-3-small', apiKey });
   * embedder.dimension; // => 1536
   */
  static async load(options: RemoteEmbedderLoadOptions): Promise<RemoteEmbedder> {
    const { signal, dimension, ...settings } = requireOptions(options, loadKinds);
    if (dimension !== undefined) return new RemoteEmbedder({ ...settings, dimension });
    if (settings.shorten) {
      const advice = 'It is what vectors are shortened to.';
      throw new InvalidArgumentError({
        parameter: 'dimension',
        value: dimension,
        expected: 'given with shorten',
        advice,
      });
    }
    const probe = new RemoteEmbedder({ ...settings, dimension: 1 });
    const [vector] = await probe.#embed(['dimension'], probe.#document, { signal, dimension: undefined });
    return new RemoteEmbedder({ ...settings, dimension: vector!.length });
  }

  /** The model's name, as the server knows it. */
  get modelName(): string {
    return this.#model.modelName;
  }

  /**
   * One vector per document, in input order. Progress and aborts come between and within requests.
   *
   * @throws {InvalidArgumentError} when a document is no string, or an option is unknown.
   * @throws {RemoteModelError} when the server refuses or fails a request, or answers something else.
   * @throws {ShapeMismatchError} when a vector has not `dimension` components.
   * @throws {NonFiniteOutputError} when one of them is NaN or infinite.
   */
  async passageEmbed(documents: readonly string[], options: EmbedderCallOptions = {}): Promise<Float32Array[]> {
    requireOptions(options, callKinds);
    return this.#embed(requireTexts(documents, 'documents'), this.#document, { ...options, dimension: this.dimension });
  }

  /** The vector of one search query; throws as {@link RemoteEmbedder.passageEmbed} does. */
  async queryEmbed(query: string, options: EmbedderCallOptions = {}): Promise<Float32Array> {
    requireOptions(options, callKinds);
    const texts = [requireText(query, 'query')];
    const [vector] = await this.#embed(texts, this.#query, { ...options, dimension: this.dimension });
    return vector!;
  }

  #embed(texts: readonly string[], { prefix, fields }: TextUse, { dimension, ...call }: EmbedCall) {
    return askInBatches(
      texts,
      { model: this.#model, phase: 'embed', batchSize: this.#batchSize, ...call },
      (batch) => ({ ...fields, input: batch.map((text) => prefix + text) }),
      (answer, batch) => readEmbeddings(answer, batch, dimension),
    );
  }
}

/** How texts of one kind are sent. */
interface TextUse {
  readonly prefix: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface EmbedCall extends Pick<BatchedCall, 'signal' | 'onProgress' | 'onUsage'> {
  /** Undefined while it is yet to be learned. */
  readonly dimension: number | undefined;
}
