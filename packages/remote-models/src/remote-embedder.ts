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
  /** Components of each vector; a response with another number is refused. {@link RemoteEmbedder.load} can learn it from the server. */
  readonly dimension: number;
  /**
   * Request vectors shortened to `dimension` components (`dimensions` in the request). The model must be trained for shortening.
   *
   * @default false: vectors have the model's full length
   */
  readonly shorten?: boolean;
  /** Prepended to each query, e.g. `query: `. @default '' */
  readonly queryPrefix?: string;
  /** Prepended to each document, e.g. `passage: `. @default '' */
  readonly documentPrefix?: string;
  /**
   * Additional fields of requests for queries, e.g. `{ input_type: 'query' }`. Fields that requests set themselves are refused. @default none
   */
  readonly queryFields?: Readonly<Record<string, unknown>>;
  /**
   * Additional fields of requests for documents, e.g. `{ input_type: 'document' }`. Fields that requests set themselves are refused. @default
   * none
   */
  readonly documentFields?: Readonly<Record<string, unknown>>;
  /**
   * How the server sends vectors. `base64` takes a quarter of the bytes, but not every server supports it. `none` omits the field,
   * for services such as Jina's that refuse it. @default 'float'
   */
  readonly encodingFormat?: 'float' | 'base64' | 'none';
  /** Texts per request, at least 1. @default 32 */
  readonly batchSize?: number;
}

/** Options of {@link RemoteEmbedder.load}. */
export interface RemoteEmbedderLoadOptions extends Omit<RemoteEmbedderOptions, 'dimension'> {
  /** Components of each vector. @default learned from the server by one request */
  readonly dimension?: number;
  /** Cancels the request that learns the dimension. */
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
/** Fields that every request sets, with advice on what to do instead of adding them. */
const ownFields = {
  input: 'This field contains the texts of the call.',
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
 * An embedder behind an OpenAI-compatible `/embeddings` route: OpenAI, Ollama, vLLM, llama.cpp, TEI, LM Studio or `@x/server`.
 *
 * It holds no resources and needs no closing.
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
  readonly #documentSettings: string | undefined;

  /**
   * Creates the embedder without a request to the server.
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
    const documentFields = Object.keys(options.documentFields ?? {}).length === 0 ? undefined : options.documentFields;
    const settings = JSON.stringify({
      ...(documentPrefix !== '' && { documentPrefix }),
      ...(documentFields && { documentFields }),
      ...(shorten && { shorten }),
    });
    this.#documentSettings = settings === '{}' ? undefined : settings;
  }

  /**
   * Creates an embedder. Unless `dimension` is given, learns it from the server by embedding one word.
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
      const advice = 'With shorten, vectors are shortened to this number of components.';
      throw new InvalidArgumentError({ parameter: 'dimension', value: dimension, expected: 'set', advice });
    }
    const probe = new RemoteEmbedder({ ...settings, dimension: 1 });
    const [vector] = await probe.#embed(['dimension'], probe.#document, { signal, dimension: undefined });
    return new RemoteEmbedder({ ...settings, dimension: vector!.length });
  }

  /** A string that identifies the options that change document vectors; `undefined` when all have their defaults. */
  get documentSettings(): string | undefined {
    return this.#documentSettings;
  }

  /** Name of the model on the server. */
  get modelName(): string {
    return this.#model.modelName;
  }

  /**
   * Returns one vector per document, in input order. Reports progress after each request; an abort also ends requests under way.
   *
   * @throws {InvalidArgumentError} when a document is not a string, or an option is unknown.
   * @throws {RemoteModelError} when the server refuses or fails a request, or its response cannot be read.
   * @throws {ShapeMismatchError} when a vector does not have `dimension` components.
   * @throws {NonFiniteOutputError} when a component is NaN or infinite.
   */
  async passageEmbed(documents: readonly string[], options: EmbedderCallOptions = {}): Promise<Float32Array[]> {
    requireOptions(options, callKinds);
    return this.#embed(requireTexts(documents, 'documents'), this.#document, { ...options, dimension: this.dimension });
  }

  /** Returns the vector of one search query. Throws the same errors as {@link RemoteEmbedder.passageEmbed}. */
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

/** How texts of one kind, queries or documents, are sent. */
interface TextUse {
  readonly prefix: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface EmbedCall extends Pick<BatchedCall, 'signal' | 'onProgress' | 'onUsage'> {
  /** Components of each vector; undefined while the dimension is not known. */
  readonly dimension: number | undefined;
}
