import type { Embedder } from '@x/core';

/** An embedder whose vectors depend only on the text. It records its calls. */
export interface CountingEmbedder extends Embedder {
  /** Each call's purpose and texts. */
  readonly calls: { readonly purpose: 'query' | 'passage'; readonly texts: readonly string[] }[];
}

/** Creates an embedder. The query and the passage vector of a text differ only in the first component. */
export function createCountingEmbedder(modelName: string, dimension = 3): CountingEmbedder {
  const calls: CountingEmbedder['calls'] = [];
  return {
    modelName,
    dimension,
    calls,
    async passageEmbed(texts, options) {
      options?.signal?.throwIfAborted();
      calls.push({ purpose: 'passage', texts });
      return texts.map((text) => vectorOf(text, dimension, 'passage'));
    },
    async queryEmbed(text, options) {
      options?.signal?.throwIfAborted();
      calls.push({ purpose: 'query', texts: [text] });
      return vectorOf(text, dimension, 'query');
    },
  };
}

/** Returns the vector of a text that the embedder returns. */
export function vectorOf(text: string, dimension: number, purpose: 'query' | 'passage'): Float32Array {
  let state = 7;
  for (const character of text) state = (state * 31 + character.codePointAt(0)!) % 65_521;
  return Float32Array.from({ length: dimension }, (_, index) => {
    state = (state * 75 + 74) % 65_537;
    return index === 0 ? (purpose === 'query' ? 0.3 : 0.25) : state / 65_537 - 0.5;
  });
}
