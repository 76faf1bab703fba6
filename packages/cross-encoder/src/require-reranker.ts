import { requireMethods, type Reranker } from '@x/core';

/** Checks that `reranker` is one. @throws {InvalidArgumentError} naming `reranker`. */
export function requireReranker(reranker: unknown): void {
  const expected = 'a loaded reranker, as returned by TextCrossEncoder.load';
  requireMethods(reranker, 'reranker', { methods: ['rerank'], expected });
}

/** Whether a reranker supports the options of `TextCrossEncoder`. Other rerankers refuse or ignore options outside the contract. */
export function isCrossEncoder(reranker: Reranker): boolean {
  return 'scorePairs' in reranker;
}
