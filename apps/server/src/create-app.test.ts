import { Hono } from 'hono';
import { deferred } from '@x/core/testing';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { z } from 'zod';

import { type Call, callFake, callOf } from './__tests__/call-app.ts';
import { FakeEmbedding } from './__tests__/fake-models.ts';
import type { Dialect } from './contract/dialect.ts';
import { type AnsweredRequest, type AppOptions, createAppIn } from './create-app.ts';
import { cohere } from './dialects/cohere/dialect.ts';
import { jina } from './dialects/jina/dialect.ts';
import { openAi } from './dialects/openai/dialect.ts';
import { textEmbeddingsInference } from './dialects/text-embeddings-inference/dialect.ts';

const json = { 'content-type': 'application/json' };
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

  it('respond with 429 and Retry-After while the bodies of other requests take all bytes, then accept requests again', async () => {
    let release = (): void => {};
    embedding.gate = new Promise((resolve) => (release = resolve));
    const call = appWith({ limits: { maxHeldBytes: 150_000 } });
    const long = ask('x'.repeat(100_000));
    const first = call(...long);
    while (embedding.signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = await call(...long);
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
    const short = call(...ask('abc'));
    release();
    expect([(await first).status, (await short).status]).toEqual([200, 200]);
    expect((await call(...ask('x'.repeat(200_000)))).status).toBe(200);
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
    // The HTTP server aborts with a text.
    controller.abort('gone');
    expect((await answer).status).toBe(499);
    expect(embedding.signals[0]!.aborted).toBe(true);
    expect(answered).toMatchObject([{ status: 499 }]);
    expect(answered[0]).not.toHaveProperty('error');
  });

  it('count a client that disconnects while it sends a body as 499, without a failure', async () => {
    for (const headers of [json, { ...json, 'content-length': '100' }]) {
      const body = new ReadableStream({ pull: (stream) => stream.error(new Error('reset')) });
      const init = { method: 'POST', body, duplex: 'half', headers } as RequestInit;
      expect((await appWith()('/embed', undefined, init)).status).toBe(499);
    }
    expect(answered.map(({ status, error }) => [status, error])).toEqual([
      [499, undefined],
      [499, undefined],
    ]);
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('are refused when one is %d', (value) => {
    for (const name of ['maxTexts', 'maxCharacters', 'maxBodyBytes', 'maxQueuedTexts', 'maxHeldBytes', 'timeoutMs'])
      expect(() => appWith({ limits: { [name]: value } })).toThrow(`limits.${name}`);
  });

  it('refuse a time that is longer than a timer can wait', () => {
    expect(() => appWith({ limits: { timeoutMs: 2 ** 31 } })).toThrow('limits.timeoutMs');
  });
});

it.each([
  [
    'throws',
    () => {
      throw new Error('a bad listener');
    },
  ],
  ['rejects', () => Promise.reject(new Error('a bad listener'))],
])('an onAnswer that %s changes no response and becomes one warning', async (_, onAnswer) => {
  const warned: unknown[] = [];
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation((...given) => void warned.push(given[1]));
  const call = appWith({ onAnswer: onAnswer as () => void });
  expect((await call('/health')).status).toBe(200);
  expect((await call('/health')).status).toBe(200);
  warn.mockRestore();
  const detail = expect.stringContaining('a bad listener') as string;
  expect(warned).toEqual([{ type: 'ListenerWarning', code: 'X_LISTENER', detail }]);
});

test('a model that rejects with a value that is no error is a failure of the server', async () => {
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the subject of this test
  embedding.gate = Promise.reject('out of order');
  expect((await appWith()('/embed', { inputs: 'a' })).status).toBe(500);
  expect(answered).toMatchObject([{ status: 500, error: { message: 'out of order' } }]);
});

test('a server that is closing is not ready, and says when to ask again', async () => {
  const { status, headers } = await appWith({ isReady: () => false })('/ready');
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
});

test('every route except the health checks, the description and the page needs an API key', async () => {
  const call = appWith({ apiKeys: ['first', 'second'] });
  const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  expect((await call('/health')).status).toBe(200);
  for (const path of ['/ready', '/openapi.json', '/docs']) expect((await call(path)).status).toBe(200);
  expect(await call('/v1/models')).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } });
  const wrong = { message: expect.stringContaining('The API key is wrong.') as string, code: 'invalid_api_key' };
  expect(await call('/v1/models', undefined, withKey('wrong'))).toMatchObject({ status: 401, body: { error: wrong } });
  expect((await call('/v1/models', undefined, withKey('second'))).status).toBe(200);
  expect((await call('/v1/models')).headers.get('www-authenticate')).toBe('Bearer');
  expect((await call('/v1/models', undefined, withKey(' second'))).status).toBe(200);
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
  await call('/v1/models/org/fake-embedding');
  const { body } = await call('/metrics');
  expect(body).toContain('x_requests_total{method="GET",route="/v1/models/:model",status="200"} 1');
  expect(body).toContain('x_requests_total{method="GET",route="/health",status="200"} 1');
  expect(body).toContain('x_requests_total{method="GET",route="other",status="404"} 2');
  expect(body).not.toContain('made');
});

test('CORS allows only the configured origin', async () => {
  const ask = { headers: { origin: 'https://example.com' } };
  expect((await appWith()('/health', undefined, ask)).headers.get('access-control-allow-origin')).toBeNull();
  const open = await appWith({ corsOrigin: 'https://example.com' })('/health', undefined, ask);
  expect(open.headers.get('access-control-allow-origin')).toBe('https://example.com');
  expect(open.headers.get('access-control-expose-headers')).toBe('retry-after,x-truncated-documents');
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

test('the first dialect with a route in the same folder, else the first dialect, formats failures on unknown paths', async () => {
  const error = { message: 'No route matches GET /nothing.', code: 'unknown_url', param: null };
  expect(await appWith()('/nothing')).toMatchObject({ status: 404, body: { error } });
  expect((await appWith()('/v1/completions')).body).toMatchObject({ error: { code: 'unknown_url' } });
  const cohereForm = { message: 'No route matches GET /v2/embed.' };
  expect(await appWith()('/v2/embed')).toMatchObject({ status: 404, body: cohereForm });
  const call = callOf(createAppIn([cohere, openAi], { models: {} }));
  expect((await call('/nothing')).body).toEqual({ message: 'No route matches GET /nothing.' });
});
