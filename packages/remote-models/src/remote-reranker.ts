import {
  type OptionKinds,
  type RankedDocument,
  requireFilledText,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireTexts,
  type Reranker,
  type RerankOptions,
  type UsageListener,
} from '@x/core';

import { askInBatches } from './ask-in-batches.ts';
import { requireFurtherFields } from './further-fields.ts';
import { RemoteModel, remoteModelKinds, type RemoteModelOptions } from './remote-model.ts';
import { type RerankDialect, type RerankDialectName, rerankDialects, readScores } from './rerank-dialects.ts';

/** Options of `new RemoteReranker`. */
export interface RemoteRerankerOptions extends RemoteModelOptions {
  /**
   * How the server is spoken to: as Cohere, which Jina, vLLM, llama.cpp and `@x/server` understand as well, or as Text Embeddings Inference,
   * which is not told the model's name. @default 'cohere'
   */
  readonly dialect?: RerankDialectName;
  /** Further fields of every request, e.g. `{ truncate: true }`; none that requests have of themselves. @default none */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Documents of one request, at least 1. @default 100; 32 in the dialect of Text Embeddings Inference */
  readonly batchSize?: number;
}

/** Options of a call to {@link RemoteReranker}. */
export interface RemoteRerankOptions extends RerankOptions {
  /** Receives, when the call is done, how many tokens the server read; is not called where it does not say. */
  readonly onUsage?: UsageListener;
}

const optionKinds: OptionKinds<RemoteRerankerOptions> = { ...remoteModelKinds, dialect: 'text', fields: 'object' };
/** Fields of every request, whatever the dialect calls them, and what to do in place of adding them; that of Cohere has the model's name as well. */
const ownFields = {
  query: 'Requests have the query of the call there.',
  documents: 'Requests have the documents of the call there.',
  texts: 'Requests have the documents of the call there.',
  top_n: 'Use topK of a call.',
  top_k: 'Use topK of a call.',
};
const callKinds: OptionKinds<RemoteRerankOptions> = {
  topK: 'number',
  signal: 'signal',
  onProgress: 'function',
  onUsage: 'function',
};

/**
 * A reranker behind a `/rerank` route in the manner of Cohere, Jina or Text Embeddings Inference.
 *
 * It holds nothing that would have to be closed.
 *
 * @example
 * const reranker = new RemoteReranker({ url: 'https://api.cohere.com/v2', model: 'rerank-v3.5', apiKey });
 * const [best] = await reranker.rerank('a war story', ['A love story', 'The story of a war'], { topK: 1 });
 * best.index; // => 1
 */
export class RemoteReranker implements Reranker {
  readonly #model: RemoteModel;
  readonly #dialect: RerankDialect;
  readonly #batchSize: number;
  readonly #fields: Readonly<Record<string, unknown>>;

  /**
   * Asks for nothing yet.
   *
   * @throws {InvalidArgumentError} when an option is missing, unknown or cannot be used.
   */
  constructor(options: RemoteRerankerOptions) {
    const { dialect = 'cohere', fields } = requireOptions(options, optionKinds);
    this.#dialect = rerankDialects[requireOneOf(dialect, 'dialect', ['cohere', 'text-embeddings-inference'])];
    const advice = `The dialect was "${dialect}", whose route mostly is ${this.#dialect.routes}: check the path of the url, and the option dialect.`;
    this.#model = new RemoteModel(options, '/rerank', advice);
    this.#batchSize = requireInteger(options.batchSize ?? this.#dialect.batchSize, 'batchSize', { min: 1 });
    this.#fields = requireFurtherFields(fields, 'fields', {
      ...ownFields,
      ...(dialect === 'cohere' && { model: 'Use the option model.' }),
    });
  }

  /** The model's name, as the server knows it. */
  get modelName(): string {
    return this.#model.modelName;
  }

  /**
   * The documents, most relevant first; equal scores keep the order of the input.
   *
   * @throws {InvalidArgumentError} when the query is empty, a document is no string, `topK` is below 1, or an option is unknown.
   * @throws {RemoteModelError} when the server refuses or fails a request, or answers something else.
   * @throws {NonFiniteOutputError} when a score is infinite.
   */
  async rerank(
    query: string,
    documents: readonly string[],
    options: RemoteRerankOptions = {},
  ): Promise<RankedDocument[]> {
    const { topK, ...call } = requireOptions(options, callKinds);
    requireFilledText(query, 'query');
    requireTexts(documents, 'documents');
    if (topK !== undefined) requireInteger(topK, 'topK', { min: 1 });
    const scores = await askInBatches(
      documents,
      { model: this.#model, phase: 'score', batchSize: this.#batchSize, ...call },
      (batch) => ({ ...this.#fields, ...this.#dialect.body(this.modelName, query, batch) }),
      (answer, batch) => readScores(answer, this.#dialect, batch),
    );
    // The server is not asked for the best alone: which of equal ones it would leave out is its own affair.
    return documents
      .map((document, index) => ({ index, score: scores[index]!, document }))
      .toSorted((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, topK);
  }
}
