import { expect, it } from 'vitest';

import { asymmetricEmbedder } from './asymmetric-embedder.ts';
import { documentSettingsOf } from './document-settings.ts';
import { SparseTextEmbedding } from './sparse/sparse-text-embedding.ts';

it('is undefined for the defaults and for options that do not change vectors', () => {
  expect(documentSettingsOf({})).toBeUndefined();
  expect(
    documentSettingsOf({ prefixes: 'none', specialTokens: 'literal', k: 1.2, offline: true, maxLength: undefined }),
  ).toBeUndefined();
});

it('contains the options that change vectors, in the same order', () => {
  const settings = '{"maxLength":128,"prefixes":"model"}';
  expect(documentSettingsOf({ maxLength: 128, prefixes: 'model' })).toBe(settings);
  expect(documentSettingsOf({ prefixes: 'model', maxLength: 128, cacheDir: '/cache' })).toBe(settings);
  expect(documentSettingsOf({ stemmer: (word: string) => word, stopWords: ['a'] })).toBe(
    '{"stopWords":["a"],"stemmer":"function"}',
  );
  expect(documentSettingsOf({ stopWords: ['b', 'a'] })).toBe(documentSettingsOf({ stopWords: ['a', 'b'] }));
});

it('is a property of a loaded model, and of an asymmetric embedder', async () => {
  await using plain = await SparseTextEmbedding.load('Qdrant/bm25');
  await using german = await SparseTextEmbedding.load('Qdrant/bm25', { language: 'german' });
  expect([plain.documentSettings, german.documentSettings]).toEqual([undefined, '{"language":"german"}']);
  const fake = {
    modelName: 'a',
    dimension: 1,
    passageEmbed: async () => [],
    queryEmbed: async () => Float32Array.of(1),
  };
  expect(asymmetricEmbedder({ query: fake, document: { ...fake, documentSettings: 's' } }).documentSettings).toBe('s');
  expect(asymmetricEmbedder({ query: fake, document: fake })).not.toHaveProperty('documentSettings');
});
