import { beforeEach, describe, expect, it, test } from 'vitest';

import { FakeEmbedding, fakeReranker } from './__tests__/fake-models.ts';
import { type AnsweredRequest, type AppOptions, createApp } from './create-app.ts';

let embedding: FakeEmbedding;
let answered: AnsweredRequest[];
beforeEach(() => {
  embedding = new FakeEmbedding();
  answered = [];
});

function appWith(options: Partial<AppOptions> = {}) {
  const app = createApp({
    models: { embedding, reranker: fakeReranker },
    onAnswer: (request) => answered.push(request),
    ...options,
  });
  return async (path: string, body?: unknown, init: RequestInit = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const request = body === undefined ? init : { method: 'POST', body: text, ...init };
    const response = await app.fetch(new Request(`http://localhost${path}`, request));
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(answer) as unknown) : answer,
    };
  };
}

describe("OpenAI's embeddings", () => {
  it('are lists of floats in the order of the input, with the tokens that were read', async () => {
    const { status, body } = await appWith()('/v1/embeddings', { model: 'fake-embedding', input: ['one two', 'x'] });
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

  it('come as base64 of little-endian float32, too', async () => {
    const call = appWith();
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
    ['token ids', { input: [1, 2] }, /token ids are not taken/],
    ['lists of token ids', { input: [[1, 2]] }, /token ids are not taken/],
    ['an empty text', { input: '' }, /must not be empty/],
    ['no text', { input: [] }, /at least one text/],
    ['a text that is too long', { input: ['a', 'a b c d e f'] }, /input\[1\] is longer than the model's 5 tokens/],
    ['fewer dimensions', { input: 'a', dimensions: 1 }, /vectors have 2 components/],
    ['another encoding', { input: 'a', encoding_format: 'hex' }, /encoding_format/],
  ])('refuse %s with a reason', async (_, body, message) => {
    const { status, body: answer } = await appWith()('/v1/embeddings', { model: 'fake-embedding', ...body });
    expect(status).toBe(400);
    expect(answer).toMatchObject({
      error: { message: expect.stringMatching(message) as string, type: 'invalid_request_error' },
    });
  });

  it('are shortened where the model was trained for it, and refused with the choice where it was not', async () => {
    const call = appWith({ models: { embedding: Object.assign(embedding, { matryoshka: { minDimension: 1 } }) } });
    const ask = (dimensions: number) => call('/v1/embeddings', { model: 'fake-embedding', input: 'abc', dimensions });
    expect((await ask(1)).body).toMatchObject({ data: [{ embedding: [3] }] });
    expect((await ask(2)).body).toMatchObject({ data: [{ embedding: [3, 1] }] });
    const message = "dimensions: this model's vectors have 2 components or any number from 1.";
    expect(await ask(3)).toMatchObject({ status: 400, body: { error: { message, param: 'dimensions' } } });
  });

  it('refuse an unknown model by the name of the one that is served', async () => {
    const { status, body } = await appWith()('/v1/embeddings', { model: 'gpt', input: 'a' });
    expect(status).toBe(404);
    expect(body).toMatchObject({
      error: {
        message: expect.stringContaining("'org/fake-embedding'") as string,
        code: 'model_not_found',
        param: 'model',
      },
    });
  });

  it('models are listed, and found by their names with slashes', async () => {
    const call = appWith();
    expect((await call('/v1/models')).body).toMatchObject({
      object: 'list',
      data: [{ id: 'org/fake-embedding' }, { id: 'org/fake-reranker' }],
    });
    expect((await call('/v1/models/org/fake-reranker')).body).toMatchObject({
      id: 'org/fake-reranker',
      object: 'model',
    });
    expect((await call('/v1/models/nothing')).status).toBe(404);
  });
});

describe('reranking', () => {
  const documents = ['abc', 'abcdef', 'abcd'];

  it("in Cohere's form gives indexes and scores from 0 to 1", async () => {
    const { body } = await appWith()('/v2/rerank', { model: 'fake-reranker', query: 'q', documents, top_n: 2 });
    expect(body).toMatchObject({ results: [{ index: 1 }, { index: 2 }], meta: { api_version: { version: '2' } } });
    const { results } = body as { results: { relevance_score: number }[] };
    expect(results[0]!.relevance_score).toBeCloseTo(1 / (1 + Math.exp(-3)), 10);
  });

  it("in Jina's form gives the documents back unless told not to, and takes objects", async () => {
    const call = appWith();
    const objects = documents.map((text) => ({ text }));
    const { body } = await call('/v1/rerank', { model: 'fake-reranker', query: 'q', documents: objects, top_n: 1 });
    expect(body).toMatchObject({ results: [{ index: 1, document: { text: 'abcdef' } }], usage: { total_tokens: 6 } });
    const { body: bare } = await call('/v1/rerank', { query: 'q', documents, return_documents: false });
    expect((bare as { results: object[] }).results[0]).not.toHaveProperty('document');
  });

  it("in Text Embeddings Inference's form gives raw scores and texts when asked to", async () => {
    const { body } = await appWith()('/rerank', { query: 'q', texts: documents, raw_scores: true, return_text: true });
    expect(body).toEqual([
      { index: 1, score: 3, text: 'abcdef' },
      { index: 2, score: 1, text: 'abcd' },
      { index: 0, score: 0, text: 'abc' },
    ]);
  });

  it('says how many documents were cut', async () => {
    const long = 'a b c d e f';
    const { headers } = await appWith()('/v2/rerank', { model: 'fake-reranker', query: 'q', documents: [long, 'a'] });
    expect(headers.get('x-truncated-documents')).toBe('1');
    const { status } = await appWith()('/rerank', { query: 'q', texts: [long] });
    expect(status).toBe(413);
    expect((await appWith()('/rerank', { query: 'q', texts: [long], truncate: true })).status).toBe(200);
  });

  it('refuses a query that leaves documents no room', async () => {
    const call = appWith();
    const query = 'one two three four five six';
    const message = 'A text has 6 tokens, and the model takes 5, a query among them. Shorten it.';
    expect(await call('/v1/rerank', { query, documents })).toMatchObject({ status: 422, body: { detail: message } });
    expect(await call('/rerank', { query, texts: documents })).toMatchObject({ status: 422, body: { error: message } });
  });

  it('words errors as each dialect does', async () => {
    const call = appWith();
    const refused = { model: 'fake-reranker', query: 'refused', documents: ['a'] };
    expect(await call('/v2/rerank', refused)).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('query') as string },
    });
    expect(await call('/v1/rerank', { documents })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('query') as string },
    });
    expect(await call('/rerank', {})).toMatchObject({ status: 422, body: { error_type: 'validation' } });
    expect(await call('/v2/rerank', '{')).toMatchObject({ status: 400, body: { message: 'The body is not JSON.' } });
  });
});

test("Text Embeddings Inference's embed gives unit vectors unless told not to", async () => {
  const call = appWith();
  expect((await call('/embed', { inputs: 'abc', normalize: false })).body).toEqual([[3, 1]]);
  const [unit] = (await call('/embed', { inputs: ['abc'] })).body as [[number, number]];
  expect(Math.hypot(...unit)).toBeCloseTo(1, 6);
  expect((await call('/embed', { inputs: 'a b c d e f' })).status).toBe(413);
  expect((await call('/info')).body).toMatchObject({ model_id: 'org/fake-embedding', max_input_length: 5 });
});

describe('limits', () => {
  const ask = (input: unknown) => ['/v1/embeddings', { model: 'fake-embedding', input }] as const;

  it('bound texts, characters and bytes of a request', async () => {
    const call = appWith({ limits: { maxTexts: 2, maxCharacters: 10, maxBodyBytes: 200 } });
    expect((await call(...ask(['a', 'b', 'c']))).status).toBe(413);
    expect((await call(...ask('12345678901'))).status).toBe(413);
    expect((await call(...ask('x'.repeat(300)))).status).toBe(413);
    expect((await call(...ask(['a', 'b']))).status).toBe(200);
  });

  it('answer 429 and when to come back where the queue is full, and take requests again when it is not', async () => {
    let release = (): void => {};
    embedding.gate = new Promise((resolve) => (release = resolve));
    const call = appWith({ limits: { maxQueuedTexts: 2 } });
    const first = call(...ask(['a', 'b']));
    const second = await call(...ask('c'));
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
    release();
    expect((await first).status).toBe(200);
    expect((await call(...ask('c'))).status).toBe(200);
  });

  it('answer 503 when the time is up, and cancel the work', async () => {
    embedding.gate = new Promise(() => {});
    const { status } = await appWith({ limits: { timeoutMs: 1 } })(...ask('a'));
    expect(status).toBe(503);
    expect(embedding.signals[0]!.aborted).toBe(true);
  });

  it('cancel the work of a client that is gone', async () => {
    embedding.gate = new Promise(() => {});
    const controller = new AbortController();
    const answer = appWith()(...ask('a'), { signal: controller.signal });
    while (embedding.signals.length === 0) await Promise.resolve();
    controller.abort();
    await answer;
    expect(embedding.signals[0]!.aborted).toBe(true);
  });
});

test('an API key is asked for everywhere but at the health checks, the description and the page', async () => {
  const call = appWith({ apiKeys: ['first', 'second'] });
  const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  expect((await call('/health')).status).toBe(200);
  for (const path of ['/ready', '/openapi.json', '/docs']) expect((await call(path)).status).toBe(200);
  expect(await call('/v1/models')).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } });
  expect((await call('/v1/models', undefined, withKey('wrong'))).status).toBe(401);
  expect((await call('/v1/models', undefined, withKey('second'))).status).toBe(200);
});

test('what the server fails with stays in its log', async () => {
  const { status, body } = await appWith()('/v1/embeddings', { model: 'fake-embedding', input: 'broken' });
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(answered).toMatchObject([
    { status: 500, path: '/v1/embeddings', error: { message: 'secret path of the model' } },
  ]);
  expect(JSON.stringify(answered)).not.toContain('broken');
});

test('metrics count requests by route, and made-up paths as one', async () => {
  const call = appWith();
  await call('/health');
  await call('/made/up/1');
  await call('/made/up/2');
  const { body } = await call('/metrics');
  expect(body).toContain('x_requests_total{method="GET",route="/health",status="200"} 1');
  expect(body).toContain('x_requests_total{method="GET",route="other",status="404"} 2');
  expect(body).not.toContain('made');
});

test('browsers are let in from the origin that was named, and from no other', async () => {
  const ask = { headers: { origin: 'https://example.com' } };
  expect((await appWith()('/health', undefined, ask)).headers.get('access-control-allow-origin')).toBeNull();
  const open = await appWith({ corsOrigin: 'https://example.com' })('/health', undefined, ask);
  expect(open.headers.get('access-control-allow-origin')).toBe('https://example.com');
});
