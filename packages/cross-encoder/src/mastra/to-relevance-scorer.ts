import { InvalidArgumentError, nextTurn, requireFilledText, type Reranker, requireText } from '@x/core';

import { isCrossEncoder, requireReranker } from '../require-reranker.ts';
import type { RerankCallOptions } from '../text-cross-encoder-options.ts';

/** What `rerankWithScorer` of Mastra scores with: the structure of `RelevanceScoreProvider` of `@mastra/core` 1. */
export interface RelevanceScorer {
  /** How relevant a text is to a query, from 0 to 1. */
  getRelevanceScore(query: string, text: string): Promise<number>;
}

/** A call that waits for the others of the same turn of the event loop. */
interface WaitingCall {
  readonly text: string;
  readonly resolve: (score: number) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Makes a relevance scorer for Mastra of a reranker. Whoever loaded the reranker disposes of it.
 *
 * Mastra asks for one text after another without waiting; the texts of one query that are asked for at a time are ranked by one call, so that the
 * model runs them in packed batches. Scores of a `TextCrossEncoder` are those of `activation: 'sigmoid'`, since Mastra mixes them with similarities; those of
 * another reranker are given as they are.
 *
 * @throws {InvalidArgumentError} when it is no reranker. A call rejects with one when the reranker gives scores below 0 or above 1.
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

/** Settles each call, and never rejects itself. */
async function scoreTogether(reranker: Reranker, query: string, calls: readonly WaitingCall[]): Promise<void> {
  const options: RerankCallOptions = isCrossEncoder(reranker) ? { activation: 'sigmoid' } : {};
  try {
    const texts = calls.map(({ text }) => text);
    const ranked = await reranker.rerank(query, texts, options);
    for (const { index, score } of ranked) calls[index]!.resolve(requireUnitScore(score));
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

function requireUnitScore(score: number): number {
  if (score >= 0 && score <= 1) return score;
  const expected = 'a TextCrossEncoder, or one whose scores are from 0 to 1';
  throw new InvalidArgumentError({ parameter: 'reranker', value: score, expected });
}
