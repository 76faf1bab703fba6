// Imported by package name, because the session's worker starts only from built files.
import type { Embedder } from '@x/core';
import {
  embedderConformance,
  multiVectorEmbedderConformance,
  sparseEmbedderConformance,
  tokenEmbedderConformance,
} from '@x/core/testing';
import {
  asymmetricEmbedder,
  LateInteractionTextEmbedding,
  SparseTextEmbedding,
  StaticTextEmbedding,
  TextEmbedding,
} from '@x/embed';
import { afterAll, beforeAll, describe, it } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const options = { searchFrom: [import.meta.url], truncationPolicy: 'truncate', threads: 1 } as const;

let dense: TextEmbedding;
let light: TextEmbedding;
let table: StaticTextEmbedding;
let words: SparseTextEmbedding;
let tokens: LateInteractionTextEmbedding;
beforeAll(async () => {
  [dense, light, table, words, tokens] = await Promise.all([
    TextEmbedding.load(name, options),
    TextEmbedding.load(name, { ...options, dtype: 'int8' }),
    StaticTextEmbedding.load('x/static-en', { searchFrom: [import.meta.url], truncationPolicy: 'truncate' }),
    SparseTextEmbedding.load('Qdrant/bm25'),
    LateInteractionTextEmbedding.load(name, options),
  ]);
});
afterAll(() => Promise.all([dense, light, table, words, tokens].map((model) => model.dispose())));

describe('TextEmbedding', () => {
  for (const { name: sentence, run } of embedderConformance({ withEmbedder: (use) => use(dense) })) it(sentence, run);
  for (const { name: sentence, run } of tokenEmbedderConformance({ withEmbedder: (use) => use(dense) })) {
    it(sentence, run);
  }
});

describe('asymmetricEmbedder', () => {
  const withEmbedder = <Result>(use: (embedder: Embedder) => Result): Result =>
    use(asymmetricEmbedder({ query: light, document: dense }));
  for (const { name: sentence, run } of embedderConformance({ withEmbedder })) it(sentence, run);
});

describe('StaticTextEmbedding', () => {
  for (const { name: sentence, run } of embedderConformance({ withEmbedder: (use) => use(table) })) it(sentence, run);
});

describe('SparseTextEmbedding, BM25', () => {
  for (const { name: sentence, run } of sparseEmbedderConformance({ withEmbedder: (use) => use(words) })) {
    it(sentence, run);
  }
});

describe('LateInteractionTextEmbedding', () => {
  for (const { name: sentence, run } of multiVectorEmbedderConformance({ withEmbedder: (use) => use(tokens) })) {
    it(sentence, run);
  }
});
