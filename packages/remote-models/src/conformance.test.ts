import { embedderConformance, rerankerConformance } from '@x/core/testing';
import { serve } from '@x/server';
import { afterAll, describe, expect, it } from 'vitest';

import { commonWords, wordEmbedding } from './__tests__/word-models.ts';
import { RemoteEmbedder, RemoteReranker } from './index.ts';

const server = await serve({ port: 0, models: { embedding: wordEmbedding, reranker: commonWords } });
afterAll(() => server.close());

const embedding = { url: `${server.url}/v1`, model: wordEmbedding.modelName };
const reranking = { model: commonWords.modelName, batchSize: 4 };

describe.each(['float', 'base64'] as const)('RemoteEmbedder with vectors as %s', (encodingFormat) => {
  const embedder = new RemoteEmbedder({ ...embedding, dimension: 8, encodingFormat, batchSize: 4 });
  for (const { name, run } of embedderConformance({ withEmbedder: (use) => use(embedder) })) it(name, run);

  it('returns the numbers of the model bit for bit', async () => {
    const texts = ['bees collect nectar', 'the moon', 'a', 'b', 'a tale of two cities'];
    const options = { signal: new AbortController().signal, onTruncation: () => {}, onUsage: () => {} };
    expect(await embedder.passageEmbed(texts)).toEqual(await wordEmbedding.embed(texts, options));
  });
});

describe.each([
  ['/v1/rerank', 'cohere', `${server.url}/v1`],
  ['/v2/rerank', 'cohere', `${server.url}/v2`],
  ['/rerank', 'text-embeddings-inference', server.url],
] as const)('RemoteReranker over %s', (_, dialect, url) => {
  const reranker = new RemoteReranker({ ...reranking, url, dialect });
  for (const { name, run } of rerankerConformance({ withReranker: (use) => use(reranker) })) it(name, run);
});

describe('RemoteEmbedder.load', () => {
  it('learns the dimension from the server', async () => {
    expect((await RemoteEmbedder.load(embedding)).dimension).toBe(8);
  });

  it('sends no request when the dimension is given', async () => {
    const fetch = () => Promise.reject(new Error('asked'));
    expect((await RemoteEmbedder.load({ ...embedding, dimension: 3, fetch })).dimension).toBe(3);
  });
});

it('reports the tokens that the server counted, once per call', async () => {
  const usages: number[] = [];
  const onUsage = ({ tokens }: { readonly tokens: number }): void => void usages.push(tokens);
  const embedder = new RemoteEmbedder({ ...embedding, dimension: 8, batchSize: 2 });
  await embedder.passageEmbed(['one', 'two words', 'and three words'], { onUsage });
  await embedder.queryEmbed('two words', { onUsage });
  const reranker = new RemoteReranker({ ...reranking, url: `${server.url}/v1`, batchSize: 1 });
  await reranker.rerank('a query', ['one', 'two words'], { onUsage });
  expect(usages).toEqual([6, 2, 7]);
});
