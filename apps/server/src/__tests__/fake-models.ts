import { InvalidArgumentError, SequenceTooLongError } from '@x/core';

import type { EmbeddingModel, RerankModel } from '../models.ts';

/** An embedding model whose results a test can hold back. It counts a word as a token and takes 5 tokens at most. */
export class FakeEmbedding implements EmbeddingModel {
  readonly modelName = 'org/fake-embedding';
  readonly dimension = 2;
  readonly matryoshka?: EmbeddingModel['matryoshka'];
  readonly maxLength = 5;
  /** `embed` waits for this promise before it returns. */
  gate: Promise<void> = Promise.resolve();
  readonly signals: AbortSignal[] = [];

  async embed(
    texts: readonly string[],
    { signal, dimension, onTruncation, onUsage }: Parameters<EmbeddingModel['embed']>[1],
  ) {
    this.signals.push(signal);
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    await Promise.race([this.gate, stopped]);
    if (texts.includes('broken')) throw new Error('secret path of the model');
    for (const [index, text] of texts.entries()) if (tokensOf(text) > this.maxLength) onTruncation({ index });
    onUsage({ tokens: texts.reduce((sum, text) => sum + tokensOf(text), 0) });
    return texts.map((text) => Float32Array.of(text.length, 1).slice(0, dimension));
  }
}

/** A reranker that ranks longer documents higher. The raw score is the length of the document minus 3. */
export const fakeReranker: RerankModel = {
  modelName: 'org/fake-reranker',
  maxLength: 5,
  rerank(query, documents, { activation, onTruncation, onUsage, topK }) {
    if (query === 'refused')
      return Promise.reject(new InvalidArgumentError({ parameter: 'query', value: query, expected: 'another' }));
    const tokenCount = tokensOf(query);
    if (tokenCount > 5)
      return Promise.reject(new SequenceTooLongError({ index: 0, tokenCount, maxLength: 5, advice: '' }));
    for (const [index, text] of documents.entries()) if (tokensOf(text) > 5) onTruncation({ index });
    onUsage({ tokens: documents.reduce((sum, text) => sum + tokensOf(query) + tokensOf(text), 0) });
    const scored = documents.map((document, index) => {
      const logit = document.length - 3;
      return { index, document, score: activation === 'none' ? logit : 1 / (1 + Math.exp(-logit)) };
    });
    return Promise.resolve(scored.toSorted((a, b) => b.score - a.score).slice(0, topK));
  },
};

function tokensOf(text: string): number {
  return text.split(' ').length;
}
