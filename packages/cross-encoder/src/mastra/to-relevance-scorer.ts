import { InvalidArgumentError, nextTurn, requireFilledText, type Reranker, requireText } from '@x/core';

import { requireRanking } from '../require-ranking.ts';
import { isCrossEncoder, requireReranker } from '../require-reranker.ts';
import type { RerankCallOptions } from '../text-cross-encoder-options.ts';

/** A scorer for `rerankWithScorer` of Mastra, with the structure of `RelevanceScoreProvider` of `@mastra/core` 1. */
export interface RelevanceScorer {
  /** Returns the relevance of a text to a query, from 0 to 1. */
  getRelevanceScore(query: string, text: string): Promise<number>;
}

/** A call that waits for the other calls of the same turn of the event loop. */
interface WaitingCall {
  readonly text: string;
  readonly resolve: (score: number) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Wraps a reranker as a relevance scorer for Mastra. The caller still disposes of the reranker.
 *
 * Mastra requests one score per text without waiting in between. The scorer collects the requests of one query from the same turn of the event loop
 * and ranks their texts in one call, so the model runs them in packed batches. Scores of a `TextCrossEncoder` use `activation: 'sigmoid'`, because
 * Mastra mixes them with similarities. Scores of any other reranker are returned unchanged.
 *
 * @throws {InvalidArgumentError} when `reranker` is not a reranker. A call rejects with this error when the reranker returns a score below 0 or
 *   above 1, or does not return each document once.
 *
 * @example
 * const scorer = toRelevanceScorer(reranker);
 * const best = await rerankWithScorer({ results, query, scorer, options: { topK: 3 } });
 */
export function toRelevanceScorer(reranker: Reranker): RelevanceScorer {
  requireReranker(reranker);
  const waiting = new Map<string, WaitingCall[]>();
  const scoreWaiting = async (query: string): Promise<void> => {
    await nextTurn();
    const calls = waiting.get(query)!;
    waiting.delete(query);
    await scoreTogether(reranker, query, calls);
  };
  return {
    async getRelevanceScore(query, text) {
      requireFilledText(query, 'query');
      requireText(text, 'text');
      return new Promise((resolve, reject) => {
        const call = { text, resolve, reject };
        const calls = waiting.get(query);
        if (calls !== undefined) calls.push(call);
        else {
          waiting.set(query, [call]);
          void scoreWaiting(query);
        }
      });
    },
  };
}

/** Ranks the texts of all calls together and settles each call. Never rejects itself. */
async function scoreTogether(reranker: Reranker, query: string, calls: readonly WaitingCall[]): Promise<void> {
  const options: RerankCallOptions = isCrossEncoder(reranker) ? { activation: 'sigmoid' } : {};
  try {
    const texts = calls.map(({ text }) => text);
    const count = { documents: texts.length, count: texts.length };
    const ranked = requireRanking(reranker, await reranker.rerank(query, texts, options), count);
    for (const { index, score } of ranked) calls[index]!.resolve(requireUnitScore(score));
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

function requireUnitScore(score: number): number {
  if (score >= 0 && score <= 1) return score;
  const expected = 'a TextCrossEncoder, or a reranker with scores from 0 to 1';
  const problem = () => `The reranker returned the score ${score}, which is not a number from 0 to 1.`;
  throw new InvalidArgumentError({ parameter: 'reranker', value: score, expected, problem });
}
