import { setTimeout } from 'node:timers/promises';
import { type Chunker, type Embedder, InvalidArgumentError } from '@x/core';
import { createSearchPipeline, type SearchPipeline } from '@x/pipeline';
import { createVectorStore, type QdrantClient } from '@x/qdrant-adapter';

import { refusedWord, type TrialDocument } from './documents.ts';
import { createRandom } from './random.ts';

export const collection = 'articles';
const dimension = 4;

/** Splits a text into one passage per word. */
const wordChunker: Chunker = {
  name: 'words',
  split: async (text) =>
    Array.from(text.matchAll(/\S+/g), ({ 0: word, index }) => ({ start: index, end: index + word.length })),
};

/** Creates an embedder whose vectors depend only on the text. Each call takes `batchMs`. */
function stubEmbedder(batchMs: number): Embedder {
  return {
    modelName: 'stub',
    dimension,
    passageEmbed: async (texts, { signal } = {}) => {
      await setTimeout(batchMs, undefined, signal && { signal });
      return texts.map(vectorOf);
    },
    queryEmbed: async (text) => vectorOf(text),
  };
}

/** Creates a pipeline over a store. It splits documents into words and embeds them with a stub. */
export function trialPipeline(client: QdrantClient, batchMs = 1): SearchPipeline<TrialDocument['payload']> {
  const store = createVectorStore<TrialDocument['payload']>(client, { collection, dimension });
  return createSearchPipeline({ embedder: stubEmbedder(batchMs), store, chunker: wordChunker });
}

function vectorOf(text: string): Float32Array {
  if (text.includes(refusedWord)) {
    throw new InvalidArgumentError({ parameter: 'documents', value: text, expected: 'texts that can be embedded' });
  }
  const random = createRandom(Buffer.from(text).reduce((hash, byte) => Math.imul(hash, 31) + byte, 7));
  return Float32Array.from({ length: dimension }, () => random() + 0.01);
}
