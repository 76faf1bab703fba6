import { describe, expect, it, test } from 'vitest';

import { changed } from '../__tests__/changed.ts';
import { failuresOf } from '../__tests__/failures-of.ts';
import { CommonWords, denseWords, rowsOfWords, sparseWords } from '../__tests__/word-models.ts';
import type { Embedder, MultiVectorEmbedder, Reranker, SparseEmbedder } from '../index.ts';
import {
  embedderConformance,
  multiVectorEmbedderConformance,
  rerankerConformance,
  sparseEmbedderConformance,
} from './index.ts';

describe('a dense embedder', () => {
  for (const { name, run } of embedderConformance({ withEmbedder: (use) => use(denseWords()) })) it(name, run);
});

describe('a sparse embedder', () => {
  for (const { name, run } of sparseEmbedderConformance({ withEmbedder: (use) => use(sparseWords()) })) it(name, run);
});

describe('an embedder of several vectors', () => {
  const cases = multiVectorEmbedderConformance({ withEmbedder: (use) => use(rowsOfWords()) });
  for (const { name, run } of cases) it(name, run);
});

describe('a reranker', () => {
  for (const { name, run } of rerankerConformance({ withReranker: (use) => use(new CommonWords()) })) it(name, run);
});

const brokenEmbedders: [string, (right: Embedder) => Partial<Embedder>, RegExp][] = [
  [
    'gives the vectors in another order',
    (right) => ({ passageEmbed: async (...call) => (await right.passageEmbed(...call)).toReversed() }),
    /^passageEmbed keeps the order/,
  ],
  [
    'lets neighbours change a vector',
    (right) => ({
      passageEmbed: async (documents, options) =>
        (await right.passageEmbed(documents, options)).map((vector) => vector.map((one) => one / documents.length)),
    }),
    /a text has the same vector whatever its neighbours/,
  ],
  [
    'forgets a document',
    (right) => ({ passageEmbed: async (...call) => (await right.passageEmbed(...call)).slice(1) }),
    /^passageEmbed gives one vector/,
  ],
  ['says another dimension', () => ({ dimension: 3 }), /^queryEmbed gives one vector/],
  [
    'answers NaN',
    (right) => ({ queryEmbed: async (...call) => (await right.queryEmbed(...call)).fill(Number.NaN) }),
    /^queryEmbed gives one vector of finite numbers/,
  ],
  [
    'fills one vector again and again',
    (right) => {
      const buffer = new Float32Array(right.dimension);
      return {
        passageEmbed: async (...call) => {
          const vectors = await right.passageEmbed(...call);
          return vectors.map((vector) => (buffer.set(vector), buffer));
        },
      };
    },
    /^passageEmbed gives vectors that later calls leave alone/,
  ],
  [
    'ignores its signal',
    (right) => ({ passageEmbed: (documents) => right.passageEmbed(documents) }),
    /reject with their signal's own reason when that was aborted before/,
  ],
  [
    'leaves a listener on its signal',
    (right) => ({
      queryEmbed: (query, options) => {
        options?.signal?.addEventListener('abort', () => {});
        return right.queryEmbed(query, options);
      },
    }),
    /leave no listener/,
  ],
  [
    'reads what is no text',
    (right) => ({ queryEmbed: (query, options) => right.queryEmbed([query].join(), options) }),
    /refuse what is no text/,
  ],
  [
    'tells half of its progress',
    (right) => ({
      passageEmbed: (documents, { onProgress, ...options } = {}) =>
        right.passageEmbed(documents, {
          ...options,
          onProgress: (event) => onProgress?.({ ...event, completed: event.completed / 2 }),
        }),
    }),
    /tells progress/,
  ],
];

test.each(brokenEmbedders)('an embedder that %s fails the case that says so', async (_, change, failing) => {
  const embedder = changed(denseWords(), change);
  const failures = await failuresOf(embedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});

test('a sparse embedder whose indices repeat fails the case that says so', async () => {
  const twice = changed<SparseEmbedder>(sparseWords(), () => ({
    queryEmbed: () => Promise.resolve({ indices: Uint32Array.of(1, 1), values: Float32Array.of(1, 2) }),
  }));
  const failures = await failuresOf(sparseEmbedderConformance({ withEmbedder: (use) => use(twice) }));
  expect(failures).toContainEqual(expect.stringMatching(/^queryEmbed gives one vector/));
});

test('an embedder of several vectors without a row for a text fails the case that says so', async () => {
  const empty = changed<MultiVectorEmbedder>(rowsOfWords(), () => ({ queryEmbed: () => Promise.resolve([]) }));
  const failures = await failuresOf(multiVectorEmbedderConformance({ withEmbedder: (use) => use(empty) }));
  expect(failures).toContainEqual(expect.stringMatching(/^queryEmbed gives one vector/));
});

const brokenRerankers: [string, (right: Reranker) => Partial<Reranker>, RegExp][] = [
  [
    'turns equal scores round',
    (right) => ({
      rerank: async (query, documents, options) => {
        const all = await right.rerank(query, documents, { ...options, topK: documents.length });
        return all.toSorted((a, b) => b.score - a.score || b.index - a.index).slice(0, options?.topK);
      },
    }),
    /equal scores keep the order of the input/,
  ],
  [
    'cuts before it ranks',
    (right) => ({
      rerank: (query, documents, options) => right.rerank(query, documents.slice(0, options?.topK), options),
    }),
    /^topK gives the best of all/,
  ],
  [
    'keeps the order of the input',
    (right) => ({
      rerank: async (...call) => (await right.rerank(...call)).toSorted((a, b) => a.index - b.index),
    }),
    /most relevant first/,
  ],
  [
    'scores by rank',
    (right) => ({
      rerank: async (...call) => (await right.rerank(...call)).map((one, rank) => ({ ...one, score: 1 - rank / 10 })),
    }),
    /the same score whatever its neighbours/,
  ],
  [
    'fails without documents',
    (right) => ({
      rerank: async (query, documents, options) => {
        if (documents.length === 0) throw new Error('no documents');
        return right.rerank(query, documents, options);
      },
    }),
    /empty array for no documents/,
  ],
  [
    'takes any topK',
    (right) => ({
      rerank: (query, documents, { topK = documents.length, ...options } = {}) =>
        right.rerank(query, documents, { ...options, topK: Math.max(0, Math.round(topK)) }),
    }),
    /a topK that is no count/,
  ],
  [
    'rejects an abort with an error of its own',
    (right) => ({
      rerank: (...call) =>
        right.rerank(...call).catch((cause: unknown) => {
          throw call[2]?.signal?.aborted ? new Error('cancelled') : cause;
        }),
    }),
    /^rerank rejects with its signal's own reason/,
  ],
];

test.each(brokenRerankers)('a reranker that %s fails the case that says so', async (_, change, failing) => {
  const reranker = changed<Reranker>(new CommonWords(), change);
  const failures = await failuresOf(rerankerConformance({ withReranker: (use) => use(reranker) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});
