import { describe, expect, it, test } from 'vitest';

import { changed } from '../__tests__/changed.ts';
import { failuresOf } from '../__tests__/failures-of.ts';
import { WordsWithTokens } from '../__tests__/word-models.ts';
import type { TokenEmbedder, TokenEmbedding } from '../index.ts';
import { embedderConformance, tokenEmbedderConformance } from './index.ts';

describe('an embedder with token vectors', () => {
  const withEmbedder = (use: (embedder: TokenEmbedder) => Promise<void>): Promise<void> => use(new WordsWithTokens());
  for (const { name, run } of embedderConformance({ withEmbedder })) it(name, run);
  for (const { name, run } of tokenEmbedderConformance({ withEmbedder })) it(name, run);
});

/** Replaces the embedding of each document with the result of `change`. */
function documentsChanged(change: (embedding: TokenEmbedding) => TokenEmbedding) {
  return (right: TokenEmbedder): Partial<TokenEmbedder> => ({
    passageEmbedWithTokens: async (...call) => (await right.passageEmbedWithTokens(...call)).map(change),
  });
}

const broken: [string, (right: TokenEmbedder) => Partial<TokenEmbedder>, RegExp][] = [
  ['says that it has no token vectors', () => ({ hasTokenVectors: false }), /^the model has token vectors/],
  [
    'returns a different vector with tokens than without',
    documentsChanged(({ vector, tokenVectors }) => ({ vector: vector.map((one) => one + 1), tokenVectors })),
    /^the vector of a text equals that of passageEmbed/,
  ],
  [
    'does not scale its token vectors',
    documentsChanged(({ vector, tokenVectors }) => ({
      vector,
      tokenVectors: tokenVectors.map((row) => row.map((one) => one * 2)),
    })),
    /^passageEmbedWithTokens returns one vector of finite numbers/,
  ],
  [
    'returns no token vectors',
    documentsChanged(({ vector }) => ({ vector, tokenVectors: [] })),
    /^passageEmbedWithTokens returns one vector of finite numbers/,
  ],
  [
    'returns the token vectors of another query',
    (right) => ({
      queryEmbedWithTokens: (query, options) => right.queryEmbedWithTokens(`${query} Bees.`, options),
    }),
    /^there is one span for each token vector/,
  ],
  [
    'ignores the signal of a call with tokens',
    (right) => ({ passageEmbedWithTokens: (documents) => right.passageEmbedWithTokens(documents) }),
    /^passageEmbedWithTokens and queryEmbedWithTokens reject with the signal's reason/,
  ],
  [
    'returns spans only for special tokens',
    () => ({ queryTokenSpans: () => Promise.resolve([{ start: 0, end: 0 }]) }),
    /^there is one span for each token vector/,
  ],
  [
    'returns spans beyond the text',
    (right) => ({
      passageTokenSpans: async (...call) =>
        (await right.passageTokenSpans(...call)).map((spans) => spans.map(({ start }) => ({ start, end: 100_000 }))),
    }),
    /within the text/,
  ],
  [
    'reverses its spans',
    (right) => ({
      passageTokenSpans: async (...call) => (await right.passageTokenSpans(...call)).map((spans) => spans.toReversed()),
    }),
    /in ascending order of start/,
  ],
  [
    'returns spans for values that are not strings',
    (right) => ({ queryTokenSpans: (query, options) => right.queryTokenSpans([query].join(), options) }),
    /^passageTokenSpans and queryTokenSpans refuse values that are not strings/,
  ],
  [
    'ignores the signal of a call for spans',
    (right) => ({ passageTokenSpans: (documents) => right.passageTokenSpans(documents) }),
    /^passageTokenSpans and queryTokenSpans reject/,
  ],
  [
    'leaves a listener on the signal of a call for spans',
    (right) => ({
      queryTokenSpans: (query, options) => {
        options?.signal?.addEventListener('abort', () => {});
        return right.queryTokenSpans(query, options);
      },
    }),
    /^passageTokenSpans and queryTokenSpans leave no listener/,
  ],
  [
    'returns spans for no documents',
    (right) => ({
      passageTokenSpans: async (documents, options) =>
        documents.length === 0 ? [[]] : right.passageTokenSpans(documents, options),
    }),
    /^passageTokenSpans returns an empty array/,
  ],
];

test.each(broken)('an embedder that %s fails the matching case', async (_, change, failing) => {
  const embedder = changed<TokenEmbedder>(new WordsWithTokens(), change);
  const failures = await failuresOf(tokenEmbedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});
