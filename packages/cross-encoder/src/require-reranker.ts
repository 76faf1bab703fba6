import { requireMethods, type Reranker } from '@x/core';

/** Refuses what is no reranker. @throws {InvalidArgumentError} naming `reranker`. */
export function requireReranker(reranker: unknown): void {
  const expected = 'a loaded reranker, such as TextCrossEncoder.load gives';
  requireMethods(reranker, 'reranker', { methods: ['rerank'], expected });
}

/** Whether a reranker takes the options of `TextCrossEncoder`; others refuse, or pass over, what is not in the contract. */
export function isCrossEncoder(reranker: Reranker): boolean {
  return 'scorePairs' in reranker;
}
