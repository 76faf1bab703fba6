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

/** Gives documents the embeddings of `change`. */
function documentsChanged(change: (embedding: TokenEmbedding) => TokenEmbedding) {
  return (right: TokenEmbedder): Partial<TokenEmbedder> => ({
    passageEmbedWithTokens: async (...call) => (await right.passageEmbedWithTokens(...call)).map(change),
  });
}

const broken: [string, (right: TokenEmbedder) => Partial<TokenEmbedder>, RegExp][] = [
  ['says that it has no token vectors', () => ({ hasTokenVectors: false }), /^the model has token vectors/],
  [
    'gives another vector with tokens than without',
    documentsChanged(({ vector, tokenVectors }) => ({ vector: vector.map((one) => one + 1), tokenVectors })),
    /^the vector of a text is that of passageEmbed/,
  ],
  [
    'leaves the vectors of tokens at any length',
    documentsChanged(({ vector, tokenVectors }) => ({
      vector,
      tokenVectors: tokenVectors.map((row) => row.map((one) => one * 2)),
    })),
    /^passageEmbedWithTokens gives one vector of finite numbers/,
  ],
  [
    'has no tokens',
    documentsChanged(({ vector }) => ({ vector, tokenVectors: [] })),
    /^passageEmbedWithTokens gives one vector of finite numbers/,
  ],
  [
    'gives the tokens of another query',
    (right) => ({
      queryEmbedWithTokens: (query, options) => right.queryEmbedWithTokens(`${query} Bees.`, options),
    }),
    /^there is one span for each token vector/,
  ],
  [
    'ignores the signal of a call with tokens',
    (right) => ({ passageEmbedWithTokens: (documents) => right.passageEmbedWithTokens(documents) }),
    /^passageEmbedWithTokens and queryEmbedWithTokens reject with their signal's own reason/,
  ],
  [
    'has spans of special tokens alone',
    () => ({ queryTokenSpans: () => Promise.resolve([{ start: 0, end: 0 }]) }),
    /^there is one span for each token vector/,
  ],
  [
    'has spans beyond the text',
    (right) => ({
      passageTokenSpans: async (...call) =>
        (await right.passageTokenSpans(...call)).map((spans) => spans.map(({ start }) => ({ start, end: 100_000 }))),
    }),
    /within the text/,
  ],
  [
    'turns its spans round',
    (right) => ({
      passageTokenSpans: async (...call) => (await right.passageTokenSpans(...call)).map((spans) => spans.toReversed()),
    }),
    /none begins before the one in front of it/,
  ],
  [
    'has spans of what is no text',
    (right) => ({ queryTokenSpans: (query, options) => right.queryTokenSpans([query].join(), options) }),
    /^passageTokenSpans and queryTokenSpans refuse what is no text/,
  ],
  [
    'ignores the signal of its spans',
    (right) => ({ passageTokenSpans: (documents) => right.passageTokenSpans(documents) }),
    /^passageTokenSpans and queryTokenSpans reject/,
  ],
  [
    'leaves a listener on the signal of its spans',
    (right) => ({
      queryTokenSpans: (query, options) => {
        options?.signal?.addEventListener('abort', () => {});
        return right.queryTokenSpans(query, options);
      },
    }),
    /^passageTokenSpans and queryTokenSpans leave no listener/,
  ],
  [
    'has spans for no documents',
    (right) => ({
      passageTokenSpans: async (documents, options) =>
        documents.length === 0 ? [[]] : right.passageTokenSpans(documents, options),
    }),
    /^passageTokenSpans gives an empty array/,
  ],
];

test.each(broken)('an embedder that %s fails the case that says so', async (_, change, failing) => {
  const embedder = changed<TokenEmbedder>(new WordsWithTokens(), change);
  const failures = await failuresOf(tokenEmbedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});
