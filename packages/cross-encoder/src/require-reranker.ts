import { requireMethods } from '@x/core';

/** Refuses what is no reranker. @throws {InvalidArgumentError} naming `reranker`. */
export function requireReranker(reranker: unknown): void {
  const expected = 'a loaded reranker, such as TextCrossEncoder.load gives';
  requireMethods(reranker, 'reranker', { methods: ['rerank'], expected });
}
