import { expect, it } from 'vitest';

import { callFake } from '../../__tests__/call-app.ts';

const documents = ['abc', 'abcdef', 'abcd'];

it('accepts documents as objects, and returns the documents unless return_documents is false', async () => {
  const call = callFake();
  const objects = documents.map((text) => ({ text }));
  const { body } = await call('/v1/rerank', { model: 'fake-reranker', query: 'q', documents: objects, top_n: 1 });
  expect(body).toMatchObject({ results: [{ index: 1, document: { text: 'abcdef' } }], usage: { total_tokens: 6 } });
  const { body: bare } = await call('/v1/rerank', { query: 'q', documents, return_documents: false });
  expect((bare as { results: object[] }).results[0]).not.toHaveProperty('document');
});

it('refuses a query that leaves no room for the document', async () => {
  const detail =
    'query: with a text it has 6 tokens, but the model takes at most 5. Truncation shortens only the texts, so shorten the query.';
  const answer = await callFake()('/v1/rerank', { query: 'one two three four five six', documents });
  expect(answer).toMatchObject({ status: 422, body: { detail } });
});

it('formats errors as Jina does', async () => {
  expect(await callFake()('/v1/rerank', { documents })).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('query') as string },
  });
});
