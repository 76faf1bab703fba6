import { isPlainObject, NonFiniteOutputError } from '@x/core';

import type { Batch } from './ask-in-batches.ts';

/** A way of asking for scores, and of answering them. */
export interface RerankDialect {
  /** Documents that a server takes at a time by its defaults, or that cost no more than one does. */
  readonly batchSize: number;
  readonly body: (model: string, query: string, documents: readonly string[]) => object;
  /** The list within an answer; undefined where it is none. */
  readonly listIn: (answer: unknown) => unknown;
  readonly scoreKey: string;
  /** Where servers that speak so have it. */
  readonly routes: string;
}

/** @see RemoteRerankerOptions.dialect */
export type RerankDialectName = 'cohere' | 'text-embeddings-inference';

/** The dialects by their names. */
export const rerankDialects: Readonly<Record<RerankDialectName, RerankDialect>> = {
  /** https://docs.cohere.com/reference/rerank, https://api.jina.ai/redoc#tag/rerank: a search unit is a query with up to 100 documents. */
  cohere: {
    batchSize: 100,
    body: (model, query, documents) => ({ model, query, documents }),
    listIn: (answer) => (isPlainObject(answer) ? answer['results'] : undefined),
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
 * The scores of an answer, in the order of the documents.
 *
 * @throws {RemoteModelError} when a document has no score, or several.
 * @throws {NonFiniteOutputError} when one of them is infinite.
 */
export function readScores(
  answer: unknown,
  { listIn, scoreKey }: RerankDialect,
  { model, count, start, failure }: Batch,
): number[] {
  const list = listIn(answer);
  if (!Array.isArray(list)) throw failure('answered without a list of scores. Check the url and the dialect.');
  if (list.length !== count) throw failure(`answered ${list.length} scores for ${count} documents.`);
  const scores: number[] = [];
  for (const entry of list) {
    const { index, [scoreKey]: score } = isPlainObject(entry) ? entry : {};
    const isPlace = Number.isInteger(index) && (index as number) >= 0 && (index as number) < count;
    if (!isPlace || scores[index as number] !== undefined) {
      throw failure(
        `answered a score with the index ${String(index)}, which no document has, or another score has as well.`,
      );
    }
    if (typeof score !== 'number') throw failure(`answered no number as "${scoreKey}" of document ${String(index)}.`);
    if (!Number.isFinite(score))
      throw new NonFiniteOutputError({ model, index: start + (index as number), value: score });
    scores[index as number] = score;
  }
  return scores;
}
