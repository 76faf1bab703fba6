import { describe, expect, it } from 'vitest';

import { callFake } from '../../__tests__/call-app.ts';
import { FakeEmbedding } from '../../__tests__/fake-models.ts';

describe("OpenAI's routes", () => {
  it('return lists of floats in the order of the input, with the number of tokens', async () => {
    const { status, body } = await callFake()('/v1/embeddings', { model: 'fake-embedding', input: ['one two', 'x'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [7, 1] },
        { object: 'embedding', index: 1, embedding: [1, 1] },
      ],
      model: 'org/fake-embedding',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    });
  });

  it('return base64 of little-endian float32 on request', async () => {
    const call = callFake();
    const { body } = await call('/v1/embeddings', {
      model: 'org/fake-embedding',
      input: 'abc',
      encoding_format: 'base64',
    });
    const [{ embedding: encoded }] = (body as { data: [{ embedding: string }] }).data;
    const bytes = Buffer.from(encoded, 'base64');
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4)]).toEqual([3, 1]);
  });

  it.each([
    ['token ids', { input: [1, 2] }, /token ids are not accepted/],
    ['lists of token ids', { input: [[1, 2]] }, /token ids are not accepted/],
    ['an empty text', { input: '' }, /must not be empty/],
    ['no text', { input: [] }, /at least one text/],
    [
      'a text that is too long',
      { input: ['a', 'a b c d e f'] },
      /input\[1\] is longer than the model's limit of 5 tokens/,
    ],
    ['fewer dimensions', { input: 'a', dimensions: 1 }, /vectors have 2 components/],
    ['another encoding', { input: 'a', encoding_format: 'hex' }, /encoding_format/],
  ])('refuse %s and state the reason', async (_, body, message) => {
    const { status, body: answer } = await callFake()('/v1/embeddings', { model: 'fake-embedding', ...body });
    expect(status).toBe(400);
    expect(answer).toMatchObject({
      error: { message: expect.stringMatching(message) as string, type: 'invalid_request_error' },
    });
  });

  it('are shortened to dimensions that the model supports, and other dimensions are refused', async () => {
    const call = callFake({
      models: { embedding: Object.assign(new FakeEmbedding(), { matryoshka: { minDimension: 1 } }) },
    });
    const ask = (dimensions: number) => call('/v1/embeddings', { model: 'fake-embedding', input: 'abc', dimensions });
    expect((await ask(1)).body).toMatchObject({ data: [{ embedding: [3] }] });
    expect((await ask(2)).body).toMatchObject({ data: [{ embedding: [3, 1] }] });
    const message = "dimensions: this model's vectors have 2 components, or any smaller number down to 1.";
    expect(await ask(3)).toMatchObject({ status: 400, body: { error: { message, param: 'dimensions' } } });
  });

  it('use the served model when the request names none', async () => {
    const { body } = await callFake()('/v1/embeddings', { input: 'abc' });
    expect(body).toMatchObject({ model: 'org/fake-embedding', data: [{ embedding: [3, 1] }] });
  });

  it('refuse an unknown model and name the served model', async () => {
    const { status, body } = await callFake()('/v1/embeddings', { model: 'gpt', input: 'a' });
    expect(status).toBe(404);
    expect(body).toMatchObject({
      error: {
        message: expect.stringContaining("'org/fake-embedding'") as string,
        code: 'model_not_found',
        param: 'model',
      },
    });
  });

  it('list the models and find a model by a name with a slash', async () => {
    const call = callFake();
    expect((await call('/v1/models')).body).toMatchObject({
      object: 'list',
      data: [{ id: 'org/fake-embedding' }, { id: 'org/fake-reranker' }],
    });
    expect((await call('/v1/models/org/fake-reranker')).body).toMatchObject({
      id: 'org/fake-reranker',
      object: 'model',
    });
    expect((await call('/v1/models/Fake-Reranker')).body).toMatchObject({ id: 'org/fake-reranker' });
    expect((await call('/v1/models/nothing')).status).toBe(404);
  });
});
