import { describe, expect, it } from 'vitest';

import { callFake } from '../../__tests__/call-app.ts';
import { FakeEmbedding, fakeReranker } from '../../__tests__/fake-models.ts';

describe('embedding', () => {
  it('returns unit vectors unless normalize is false', async () => {
    const call = callFake();
    expect((await call('/embed', { inputs: 'abc', normalize: false })).body).toEqual([[3, 1]]);
    const [unit] = (await call('/embed', { inputs: ['abc'] })).body as [[number, number]];
    expect(Math.hypot(...unit)).toBeCloseTo(1, 6);
  });

  it('refuses normalize: false when the vectors of the model already have length 1', async () => {
    const embedding = new FakeEmbedding();
    embedding.embed = (texts) =>
      Promise.resolve(texts.map((text) => Float32Array.of(...(text === '' ? [0, 0] : [0.6, 0.8]))));
    const call = callFake({ models: { embedding } });
    expect((await call('/embed', { inputs: ['a', ''] })).status).toBe(200);
    const error = 'normalize: the vectors of this model always have length 1. Leave the option out.';
    expect(await call('/embed', { inputs: ['a', ''], normalize: false })).toMatchObject({
      status: 422,
      body: { error },
    });
  });

  it('refuses a text that is too long', async () => {
    expect((await callFake()('/embed', { inputs: 'a b c d e f' })).status).toBe(413);
  });
});

describe('reranking', () => {
  const texts = ['abc', 'abcdef', 'abcd'];

  it('returns raw scores and texts on request', async () => {
    const { body } = await callFake()('/rerank', { query: 'q', texts, raw_scores: true, return_text: true });
    expect(body).toEqual([
      { index: 1, score: 3, text: 'abcdef' },
      { index: 2, score: 1, text: 'abcd' },
      { index: 0, score: 0, text: 'abc' },
    ]);
  });

  it('refuses a text that is too long unless truncate is true', async () => {
    const call = callFake();
    const long = 'a b c d e f';
    const refused = await call('/rerank', { query: 'q', texts: ['a', long] });
    const error = expect.stringMatching(/^the query and text 1 together are longer than/) as string;
    expect(refused).toMatchObject({ status: 413, body: { error } });
    expect((await call('/rerank', { query: 'q', texts: [long], truncate: true })).status).toBe(200);
  });

  it('refuses a query that leaves no room for the text', async () => {
    const error =
      'query: with a text it has 6 tokens, but the model takes at most 5. Truncation shortens only the texts, so shorten the query.';
    const answer = await callFake()('/rerank', { query: 'one two three four five six', texts, truncate: true });
    expect(answer).toMatchObject({ status: 422, body: { error } });
  });
});

it('POST / embeds, or reranks when that is the only model, and needs the key', async () => {
  expect((await callFake()('/', { inputs: 'abc', normalize: false })).body).toEqual([[3, 1]]);
  const ranking = callFake({ models: { reranker: fakeReranker } });
  expect((await ranking('/', { query: 'q', texts: ['abc'] })).body).toEqual([{ index: 0, score: 0.5 }]);
  const locked = callFake({ apiKeys: ['key'] });
  expect((await locked('/', { inputs: 'abc' })).status).toBe(401);
  expect((await locked('/ping')).body).toEqual({ status: 'ok' });
});

it('returns the first model and its limits', async () => {
  const { body } = await callFake()('/info');
  expect(body).toMatchObject({ model_id: 'org/fake-embedding', max_input_length: 5 });
});

it('formats errors as Text Embeddings Inference does for every path and method', async () => {
  const call = callFake({ apiKeys: ['key'] });
  const withKey = { headers: { authorization: 'Bearer key' } };
  const body = { error_type: 'validation' };
  expect(await call('/rerank', {}, withKey)).toMatchObject({ status: 422, body });
  expect(await call('/info')).toMatchObject({ status: 401, body });
  expect(await call('/info', {}, withKey)).toMatchObject({ status: 404, body });
});
