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
   * Request format of the server. `cohere` also works with Voyage, Jina, vLLM, llama.cpp and `@x/server`. Requests in the format of
   * Text Embeddings Inference do not contain the model's name. @default 'cohere'
   */
  readonly dialect?: RerankDialectName;
  /** Additional fields of every request, e.g. `{ truncate: true }`. Fields that requests set themselves are refused. @default none */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Documents per request, at least 1. @default 100; 32 for the dialect of Text Embeddings Inference */
  readonly batchSize?: number;
}

/** Options of a call to {@link RemoteReranker}. */
export interface RemoteRerankOptions extends RerankOptions {
  /** Called at the end of the call with the number of tokens the server read. Not called when the server does not report it. */
  readonly onUsage?: UsageListener;
}

const optionKinds: OptionKinds<RemoteRerankerOptions> = { ...remoteModelKinds, dialect: 'text', fields: 'object' };
/** Fields that requests set in any dialect, with advice on what to do instead of adding them. The Cohere dialect also sets `model`. */
const ownFields = {
  query: 'This field contains the query of the call.',
  documents: 'This field contains the documents of the call.',
  texts: 'This field contains the documents of the call.',
  top_n: 'Use the option topK of rerank.',
  top_k: 'Use the option topK of rerank.',
};
const callKinds: OptionKinds<RemoteRerankOptions> = {
  topK: 'number',
  signal: 'signal',
  onProgress: 'function',
  onUsage: 'function',
};

/**
 * A reranker behind a `/rerank` route of Cohere, Jina, Text Embeddings Inference or a compatible server.
 *
 * It holds no resources and needs no closing.
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
   * Creates the reranker without a request to the server.
   *
   * @throws {InvalidArgumentError} when an option is missing, unknown or cannot be used.
   */
  constructor(options: RemoteRerankerOptions) {
    const { dialect = 'cohere', fields } = requireOptions(options, optionKinds);
    this.#dialect = rerankDialects[requireOneOf(dialect, 'dialect', ['cohere', 'text-embeddings-inference'])];
    const advice = `The dialect was "${dialect}", which usually has the route ${this.#dialect.routes}: check the path of the url and the option dialect.`;
    this.#model = new RemoteModel(options, '/rerank', advice);
    this.#batchSize = requireInteger(options.batchSize ?? this.#dialect.batchSize, 'batchSize', { min: 1 });
    this.#fields = requireFurtherFields(fields, 'fields', {
      ...ownFields,
      ...(dialect === 'cohere' && { model: 'Use the option model.' }),
    });
  }

  /** Name of the model on the server. */
  get modelName(): string {
    return this.#model.modelName;
  }

  /**
   * Returns the documents, most relevant first; ties keep input order.
   *
   * @throws {InvalidArgumentError} when the query is empty, a document is not a string, `topK` is below 1, or an option is unknown.
   * @throws {RemoteModelError} when the server refuses or fails a request, or its response cannot be read.
   * @throws {NonFiniteOutputError} when a score is infinite.
   */
  async rerank(
    query: string,
    documents: readonly string[],
    options: RemoteRerankOptions = {},
  ): Promise<RankedDocument[]> {
    const { topK, ...call } = requireOptions(options, callKinds);
    requireFilledText(query, 'query');
    const texts = requireTexts(documents, 'documents');
    if (topK !== undefined) requireInteger(topK, 'topK', { min: 1 });
    const scores = await askInBatches(
      texts,
      { model: this.#model, phase: 'score', batchSize: this.#batchSize, ...call },
      (batch) => ({ ...this.#fields, ...this.#dialect.body(this.modelName, query, batch) }),
      (answer, batch) => readScores(answer, this.#dialect, batch),
    );
    // Requests ask for all scores, not for the top k, because servers may break ties differently.
    return texts
      .map((document, index) => ({ index, score: scores[index]!, document }))
      .toSorted((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, topK);
  }
}
