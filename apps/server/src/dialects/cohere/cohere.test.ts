import { expect, it } from 'vitest';

import { callFake } from '../../__tests__/call-app.ts';

const documents = ['abc', 'abcdef', 'abcd'];

it('returns indexes and scores from 0 to 1', async () => {
  const { body } = await callFake()('/v2/rerank', { model: 'fake-reranker', query: 'q', documents, top_n: 2 });
  expect(body).toMatchObject({ results: [{ index: 1 }, { index: 2 }], meta: { api_version: { version: '2' } } });
  const { results } = body as { results: { relevance_score: number }[] };
  expect(results[0]!.relevance_score).toBeCloseTo(1 / (1 + Math.exp(-3)), 10);
});

it('reports the number of truncated documents in a header', async () => {
  const body = { model: 'fake-reranker', query: 'q', documents: ['a b c d e f', 'a'] };
  expect((await callFake()('/v2/rerank', body)).headers.get('x-truncated-documents')).toBe('1');
});

it('formats errors as Cohere does', async () => {
  const call = callFake();
  const refused = { model: 'fake-reranker', query: 'refused', documents: ['a'] };
  expect(await call('/v2/rerank', refused)).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining('query') as string },
  });
  expect(await call('/v2/rerank', '{')).toMatchObject({ status: 400, body: { message: 'The body is not JSON.' } });
});
