import { describe, expect, it, test } from 'vitest';

import { changed } from '../__tests__/changed.ts';
import { failuresOf } from '../__tests__/failures-of.ts';
import { CommonWords, denseWords, rowsOfWords, sparseWords } from '../__tests__/word-models.ts';
import type { Embedder, MultiVectorEmbedder, RankedDocument, Reranker, SparseEmbedder } from '../index.ts';
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

describe('a multivector embedder', () => {
  const cases = multiVectorEmbedderConformance({ withEmbedder: (use) => use(rowsOfWords()) });
  for (const { name, run } of cases) it(name, run);
});

describe('a reranker', () => {
  for (const { name, run } of rerankerConformance({ withReranker: (use) => use(new CommonWords()) })) it(name, run);
});

const brokenEmbedders: [string, (right: Embedder) => Partial<Embedder>, RegExp][] = [
  [
    'returns the vectors in another order',
    (right) => ({ passageEmbed: async (...call) => (await right.passageEmbed(...call)).toReversed() }),
    /^passageEmbed keeps the input order/,
  ],
  [
    'lets other documents change a vector',
    (right) => ({
      passageEmbed: async (documents, options) =>
        (await right.passageEmbed(documents, options)).map((vector) => vector.map((one) => one / documents.length)),
    }),
    /other documents do not change a vector/,
  ],
  [
    'omits a document',
    (right) => ({ passageEmbed: async (...call) => (await right.passageEmbed(...call)).slice(1) }),
    /^passageEmbed returns one vector/,
  ],
  ['reports a wrong dimension', () => ({ dimension: 3 }), /^queryEmbed returns one vector/],
  [
    'returns NaN',
    (right) => ({ queryEmbed: async (...call) => (await right.queryEmbed(...call)).fill(Number.NaN) }),
    /^queryEmbed returns one vector of finite numbers/,
  ],
  [
    'reuses one buffer for all vectors',
    (right) => {
      const buffer = new Float32Array(right.dimension);
      return {
        passageEmbed: async (...call) => {
          const vectors = await right.passageEmbed(...call);
          return vectors.map((vector) => (buffer.set(vector), buffer));
        },
      };
    },
    /^passageEmbed returns vectors that later calls do not change/,
  ],
  [
    'ignores its signal',
    (right) => ({ passageEmbed: (documents) => right.passageEmbed(documents) }),
    /reject with the signal's reason when it is already aborted/,
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
    'accepts values that are not strings',
    (right) => ({ queryEmbed: (query, options) => right.queryEmbed([query].join(), options) }),
    /refuse values that are not strings/,
  ],
  [
    'reports half of its progress',
    (right) => ({
      passageEmbed: (documents, { onProgress, ...options } = {}) =>
        right.passageEmbed(documents, {
          ...options,
          onProgress: (event) => onProgress?.({ ...event, completed: event.completed / 2 }),
        }),
    }),
    /reports progress/,
  ],
];

test.each(brokenEmbedders)('an embedder that %s fails the matching case', async (_, change, failing) => {
  const embedder = changed(denseWords(), change);
  const failures = await failuresOf(embedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});

test('a sparse embedder with repeated indices fails the matching case', async () => {
  const twice = changed<SparseEmbedder>(sparseWords(), () => ({
    queryEmbed: () => Promise.resolve({ indices: Uint32Array.of(1, 1), values: Float32Array.of(1, 2) }),
  }));
  const failures = await failuresOf(sparseEmbedderConformance({ withEmbedder: (use) => use(twice) }));
  expect(failures).toContainEqual(expect.stringMatching(/^queryEmbed returns one vector/));
});

test('a multivector embedder that returns no rows for a text fails the matching case', async () => {
  const empty = changed<MultiVectorEmbedder>(rowsOfWords(), () => ({ queryEmbed: () => Promise.resolve([]) }));
  const failures = await failuresOf(multiVectorEmbedderConformance({ withEmbedder: (use) => use(empty) }));
  expect(failures).toContainEqual(expect.stringMatching(/^queryEmbed returns one vector/));
});

const brokenRerankers: [string, (right: Reranker) => Partial<Reranker>, RegExp][] = [
  [
    'reverses documents with equal scores',
    (right) => ({
      rerank: async (query, documents, options) => {
        const all = await right.rerank(query, documents, { ...options, topK: documents.length });
        return all.toSorted((a, b) => b.score - a.score || b.index - a.index).slice(0, options?.topK);
      },
    }),
    /equal scores keep the input order/,
  ],
  [
    'applies topK before it ranks',
    (right) => ({
      rerank: (query, documents, options) => right.rerank(query, documents.slice(0, options?.topK), options),
    }),
    /^topK returns the best of all/,
  ],
  ...(
    [
      ['trims documents', ({ document }) => ({ document: document.trim() })],
      ['returns a passage whose end is before its start', () => ({ passage: { start: 5, end: 1 } })],
      [
        'returns a passage beyond its document',
        ({ document: { length } }) => ({ passage: { start: 0, end: length + 1 } }),
      ],
      ['reports 0 truncated tokens', () => ({ truncatedTokens: 0 })],
    ] satisfies [string, (one: RankedDocument) => Partial<RankedDocument>][]
  ).map(([what, fault]): (typeof brokenRerankers)[number] => [
    what,
    (right) => ({
      rerank: async (...call) => (await right.rerank(...call)).map((one) => ({ ...one, ...fault(one) })),
    }),
    /^rerank returns every document once, with its index in the input and its text/,
  ]),
  [
    'keeps the order of the input',
    (right) => ({
      rerank: async (...call) => (await right.rerank(...call)).toSorted((a, b) => a.index - b.index),
    }),
    /most relevant first/,
  ],
  [
    'derives scores from ranks',
    (right) => ({
      rerank: async (...call) => (await right.rerank(...call)).map((one, rank) => ({ ...one, score: 1 - rank / 10 })),
    }),
    /other documents do not change the score/,
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
    'accepts any topK',
    (right) => ({
      rerank: (query, documents, { topK = documents.length, ...options } = {}) =>
        right.rerank(query, documents, { ...options, topK: Math.max(0, Math.round(topK)) }),
    }),
    /a topK that is not a count/,
  ],
  [
    'rejects an abort with an error of its own',
    (right) => ({
      rerank: (...call) =>
        right.rerank(...call).catch((cause: unknown) => {
          throw call[2]?.signal?.aborted ? new Error('canceled') : cause;
        }),
    }),
    /^rerank rejects with the signal's reason/,
  ],
];

test.each(brokenRerankers)('a reranker that %s fails the matching case', async (_, change, failing) => {
  const reranker = changed<Reranker>(new CommonWords(), change);
  const failures = await failuresOf(rerankerConformance({ withReranker: (use) => use(reranker) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});
