import { isPlainObject, NonFiniteOutputError } from '@x/core';

import type { Batch } from './ask-in-batches.ts';

/** The formats of requests for scores and of their responses. */
export interface RerankDialect {
  /** Documents that a server accepts per request by default, or that cost no more than a single document. */
  readonly batchSize: number;
  readonly body: (model: string, query: string, documents: readonly string[]) => object;
  /** Returns the list of scores in a response. The result is not a list when the response has none. */
  readonly listIn: (answer: unknown) => unknown;
  readonly scoreKey: string;
  /** Usual routes of servers with this dialect, for error messages. */
  readonly routes: string;
}

/** @see RemoteRerankerOptions.dialect */
export type RerankDialectName = 'cohere' | 'text-embeddings-inference';

/** The dialects by name. */
export const rerankDialects: Readonly<Record<RerankDialectName, RerankDialect>> = {
  /**
   * https://docs.cohere.com/reference/rerank, https://api.jina.ai/redoc#tag/rerank: a search unit is one query with up to 100 documents. Voyage
   * (https://docs.voyageai.com/reference/reranker-api) names the list `data`.
   */
  cohere: {
    batchSize: 100,
    body: (model, query, documents) => ({ model, query, documents }),
    listIn: (answer) => (isPlainObject(answer) ? (answer['results'] ?? answer['data']) : undefined),
    scoreKey: 'relevance_score',
    routes: '/v1/rerank or /v2/rerank',
  },
  /** https://huggingface.github.io/text-embeddings-inference: 32 is the default of its `--max-client-batch-size`. */
  'text-embeddings-inference': {
    batchSize: 32,
    body: (_, query, texts) => ({ query, texts }),
    listIn: (answer) => answer,
    scoreKey: 'score',
    routes: '/rerank',
  },
};

/**
 * Returns the scores of a response, in the order of the documents.
 *
 * @throws {RemoteModelError} when a document has no score or several.
 * @throws {NonFiniteOutputError} when a score is infinite.
 */
export function readScores(
  answer: unknown,
  { listIn, scoreKey }: RerankDialect,
  { model, count, start, failure }: Batch,
): number[] {
  const list = listIn(answer);
  if (!Array.isArray(list)) throw failure('answered without a list of scores. Check the url and the dialect.');
  if (list.length !== count) throw failure(`returned ${list.length} scores for ${count} documents.`);
  const scores: number[] = [];
  for (const entry of list) {
    const { index, [scoreKey]: score } = isPlainObject(entry) ? entry : {};
    const isPlace = Number.isInteger(index) && (index as number) >= 0 && (index as number) < count;
    if (!isPlace || scores[index as number] !== undefined) {
      throw failure(`returned a score with the index ${String(index)}, which is out of range or a duplicate.`);
    }
    if (typeof score !== 'number') throw failure(`returned no number as "${scoreKey}" of document ${String(index)}.`);
    if (!Number.isFinite(score))
      throw new NonFiniteOutputError({ model, index: start + (index as number), value: score });
    scores[index as number] = score;
  }
  return scores;
}
