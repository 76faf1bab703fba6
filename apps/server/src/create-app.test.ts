import { Hono } from 'hono';
import { deferred } from '@x/core/testing';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { z } from 'zod';

import { type Call, callFake, callOf } from './__tests__/call-app.ts';
import { FakeEmbedding } from './__tests__/fake-models.ts';
import type { Dialect } from './contract/dialect.ts';
import { type AnsweredRequest, type AppOptions, createAppIn } from './create-app.ts';
import { cohere } from './dialects/cohere/dialect.ts';
import { jina } from './dialects/jina/dialect.ts';
import { openAi } from './dialects/openai/dialect.ts';
import { textEmbeddingsInference } from './dialects/text-embeddings-inference/dialect.ts';

let embedding: FakeEmbedding;
let answered: AnsweredRequest[];
beforeEach(() => {
  embedding = new FakeEmbedding();
  answered = [];
});

function appWith(options: Partial<AppOptions> = {}): Call {
  return callFake({ models: { embedding }, onAnswer: (request) => answered.push(request), ...options });
}

describe('the limits', () => {
  const ask = (input: unknown) => ['/v1/embeddings', { model: 'fake-embedding', input }] as const;

  it('refuse a request with too many texts, characters or bytes', async () => {
    const call = appWith({ limits: { maxTexts: 2, maxCharacters: 10, maxBodyBytes: 200 } });
    expect((await call(...ask(['a', 'b', 'c']))).status).toBe(413);
    expect((await call(...ask('12345678901'))).status).toBe(413);
    expect((await call(...ask('x'.repeat(300)))).status).toBe(413);
    expect((await call(...ask(['a', 'b']))).status).toBe(200);
  });

  it('respond with 429 and Retry-After while the queue is full, then accept requests again', async () => {
    const { promise, resolve: release } = deferred();
    embedding.gate = promise;
    const call = appWith({ limits: { maxQueuedTexts: 2 } });
    const first = call(...ask(['a', 'b']));
    const second = await call(...ask('c'));
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
    release();
    expect((await first).status).toBe(200);
    expect((await call(...ask('c'))).status).toBe(200);
  });

  it('respond with 503 after the time limit and cancel the work', async () => {
    embedding.gate = new Promise(() => {});
    const { status } = await appWith({ limits: { timeoutMs: 1 } })(...ask('a'));
    expect(status).toBe(503);
    expect(embedding.signals[0]!.aborted).toBe(true);
  });

  it('cancel the work of a client that has disconnected', async () => {
    embedding.gate = new Promise(() => {});
    const controller = new AbortController();
    const answer = appWith()(...ask('a'), { signal: controller.signal });
    while (embedding.signals.length === 0) await Promise.resolve();
    controller.abort();
    await answer;
    expect(embedding.signals[0]!.aborted).toBe(true);
  });
});

test('every route except the health checks, the description and the page needs an API key', async () => {
  const call = appWith({ apiKeys: ['first', 'second'] });
  const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  expect((await call('/health')).status).toBe(200);
  for (const path of ['/ready', '/openapi.json', '/docs']) expect((await call(path)).status).toBe(200);
  expect(await call('/v1/models')).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } });
  expect((await call('/v1/models', undefined, withKey('wrong'))).status).toBe(401);
  expect((await call('/v1/models', undefined, withKey('second'))).status).toBe(200);
  const lowerCase = { headers: { authorization: 'bearer second' } };
  expect((await call('/v1/models', undefined, lowerCase)).status).toBe(200);
});

test('the cause of a server failure appears only in the log', async () => {
  const { status, body } = await appWith()('/v1/embeddings', { model: 'fake-embedding', input: 'broken' });
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(answered).toEqual([
    {
      method: 'POST',
      path: '/v1/embeddings',
      status: 500,
      totalMs: expect.any(Number) as number,
      error: expect.objectContaining({ message: 'secret path of the model' }) as Error,
    },
  ]);
  expect(JSON.stringify(answered)).not.toContain('broken');
});

test('metrics count requests by route, with all unknown paths in one group', async () => {
  const call = appWith();
  await call('/health');
  await call('/made/up/1');
  await call('/made/up/2');
  const { body } = await call('/metrics');
  expect(body).toContain('x_requests_total{method="GET",route="/health",status="200"} 1');
  expect(body).toContain('x_requests_total{method="GET",route="other",status="404"} 2');
  expect(body).not.toContain('made');
});

test('CORS allows only the configured origin', async () => {
  const ask = { headers: { origin: 'https://example.com' } };
  expect((await appWith()('/health', undefined, ask)).headers.get('access-control-allow-origin')).toBeNull();
  const open = await appWith({ corsOrigin: 'https://example.com' })('/health', undefined, ask);
  expect(open.headers.get('access-control-allow-origin')).toBe('https://example.com');
});

describe('an additional dialect', () => {
  const parrot: Dialect = {
    name: 'Parrot',
    routes: () => new Hono().post('/parrot/:word/echo', (context) => context.json({ said: context.req.param('word') })),
    describe: () => [
      {
        method: 'post',
        path: '/parrot/{word}/echo',
        summary: 'Repeats a word',
        parameters: { word: { description: 'the word to repeat', example: 'hello' } },
        answer: z.object({ said: z.string() }),
        failures: {},
      },
    ],
    failure: { schema: z.object({ squawk: z.string() }), bodyOf: ({ message }) => ({ squawk: message }) },
  };
  const spoken = [openAi, cohere, jina, textEmbeddingsInference, parrot] as const;
  const callWith = (options: Partial<AppOptions> = {}): Call => callOf(createAppIn(spoken, { models: {}, ...options }));

  it('serves its routes beside those of the other dialects', async () => {
    const call = callWith();
    expect(await call('/parrot/hello/echo', {})).toMatchObject({ status: 200, body: { said: 'hello' } });
    expect((await call('/v1/models')).status).toBe(200);
  });

  it('is described in openapi.json and on the page', async () => {
    const call = callWith();
    const { body } = await call('/openapi.json');
    const schema = { properties: { squawk: { type: 'string' } } };
    expect(body).toMatchObject({
      info: { description: 'Embeddings and reranking with the APIs of five services.' },
      tags: [...spoken, { name: 'Service' }].map(({ name }) => ({ name })),
      paths: {
        '/parrot/{word}/echo': {
          post: { tags: ['Parrot'], responses: { 500: { content: { 'application/json': { schema } } } } },
        },
      },
    });
    expect((await call('/docs')).body).toContain('<h2>Parrot</h2>');
  });

  it('words all failures on its own paths and none on other paths', async () => {
    const call = callWith({ apiKeys: ['key'] });
    const withKey = { headers: { authorization: 'Bearer key' } };
    const squawk = expect.any(String) as string;
    expect(await call('/parrot/hello/echo', {})).toMatchObject({ status: 401, body: { squawk } });
    expect(await call('/parrot/hello/echo', undefined, withKey)).toMatchObject({ status: 404, body: { squawk } });
    expect((await call('/v2/rerank', {}, withKey)).body).toEqual({ message: expect.any(String) as string });
    expect((await call('/parrot', undefined, withKey)).body).toMatchObject({ error: { code: 'unknown_url' } });
  });
});

test('the first dialect with a route in the same folder, else the first dialect, words failures on unknown paths', async () => {
  const error = { message: 'No route matches GET /nothing.', code: 'unknown_url', param: null };
  expect(await appWith()('/nothing')).toMatchObject({ status: 404, body: { error } });
  expect((await appWith()('/v1/completions')).body).toMatchObject({ error: { code: 'unknown_url' } });
  const cohereForm = { message: 'No route matches GET /v2/embed.' };
  expect(await appWith()('/v2/embed')).toMatchObject({ status: 404, body: cohereForm });
  const call = callOf(createAppIn([cohere, openAi], { models: {} }));
  expect((await call('/nothing')).body).toEqual({ message: 'No route matches GET /nothing.' });
});
