import { RemoteModelError, XError } from '@x/core';
import { deferred } from '@x/core/testing';
import { describe, expect, it } from 'vitest';

import { answer, type Answer, noWait, scriptedServer, vectors } from './__tests__/scripted-server.ts';
import { RemoteEmbedder, RemoteReranker } from './index.ts';

const cutConnection: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"data":');
  setImmediate(() => response.destroy());
};
const nan = Buffer.from(Float32Array.of(1, Number.NaN).buffer).toString('base64');

describe('RemoteEmbedder', () => {
  it.each<[string, Answer, string, RegExp, tries: number]>([
    ['a truncated answer', cutConnection, 'REMOTE_MODEL', /could not be reached: /, 4],
    ['a dropped connection', (response) => void response.destroy(), 'REMOTE_MODEL', /could not be reached/, 4],
    ['too few vectors', vectors([1, 2]), 'REMOTE_MODEL', /returned 1 vectors for 2 texts/, 1],
    [
      'a duplicate index',
      answer({ data: [0, 0].map((index) => ({ index, embedding: [1, 2] })) }),
      'REMOTE_MODEL',
      /index 0/,
      1,
    ],
    [
      'an index out of range',
      answer({ data: [0, 2].map((index) => ({ index, embedding: [1, 2] })) }),
      'REMOTE_MODEL',
      /index 2/,
      1,
    ],
    ['null among the numbers', vectors([1, 2], [1, null]), 'REMOTE_MODEL', /no valid vector for text 1/, 1],
    ['invalid base64', vectors([1, 2], 'ÿ'), 'REMOTE_MODEL', /no valid vector for text 1/, 1],
    ['base64 of an incomplete number', vectors([1, 2], 'AAAA'), 'REMOTE_MODEL', /no valid vector for text 1/, 1],
    ['a vector of another length', vectors([1, 2], [1, 2, 3]), 'SHAPE_MISMATCH', /vector 1 of m.*\[3\].*\[2\]/, 1],
    ['a vector without components', vectors([1, 2], []), 'SHAPE_MISMATCH', /vector 1 of m.*\[0\].*\[2\]/, 1],
    ['NaN as base64', vectors([1, 2], nan), 'NON_FINITE_OUTPUT', /NaN for input 1/, 1],
    ['a number beyond float32', vectors([1, 1e300], [1, 2]), 'NON_FINITE_OUTPUT', /Infinity for input 0/, 1],
    ['NaN, which is not JSON', answer('{"data":[{"embedding":[NaN]}]}'), 'REMOTE_MODEL', /did not answer with JSON/, 1],
    ['an object without the list of vectors', answer({ vectors: [] }), 'REMOTE_MODEL', /without a "data" list/, 1],
    ['an error with a success status', answer({ error: { message: 'no provider' } }), 'REMOTE_MODEL', /HTTP 200: no provider\.$/, 1], // prettier-ignore
    ['an HTML page with status 200', answer('<html>Sign in</html>'), 'REMOTE_MODEL', /did not answer with JSON/, 1],
    [
      'an HTML page with status 502',
      answer('<html>Bad gateway</html>', 502),
      'REMOTE_MODEL',
      /HTTP 502: a page of HTML\.$/,
      4,
    ],
    [
      'an error object of OpenAI',
      answer({ error: { message: 'No such model' } }, 404),
      'REMOTE_MODEL',
      /HTTP 404: No such model\. Check the url/,
      1,
    ],
    [
      'an error object of Cohere',
      answer({ message: 'invalid token' }, 401),
      'REMOTE_MODEL',
      /HTTP 401: invalid token\. Check the apiKey/,
      1,
    ],
    [
      'an error object of FastAPI',
      answer({ detail: [{ msg: 'too long' }] }, 422),
      'REMOTE_MODEL',
      /HTTP 422: too long\.$/,
      1,
    ],
    [
      'an error object of TEI',
      answer({ error: 'batch too large', error_type: 'x' }, 413),
      'REMOTE_MODEL',
      /batch too large\. Lower the batchSize/,
      1,
    ],
    [
      'a text that is too long',
      answer({ error: 'text 1 is longer than the 512 tokens of the model' }, 413),
      'REMOTE_MODEL',
      /of the model\. Shorten that text, or let the server truncate it: .* supports it\.$/,
      1,
    ],
    [
      'a body that is too large',
      answer({ error: 'the body has too many bytes' }, 413),
      'REMOTE_MODEL',
      /Lower the batchSize, or shorten the texts\.$/,
      1,
    ],
    [
      'a batch with too many tokens',
      answer({ error: 'too many tokens in the batch' }, 413),
      'REMOTE_MODEL',
      /Lower the batchSize, or shorten the texts\.$/,
      1,
    ],
    ['an error of several lines', answer('one\n  two\n', 400), 'REMOTE_MODEL', /HTTP 400: one two\.$/, 1],
    ['an error without a message', answer('', 400), 'REMOTE_MODEL', /answered HTTP 400\.$/, 1],
    ['a long error message', answer('x'.repeat(1000), 400), 'REMOTE_MODEL', /: x{300}…\.$/, 1],
    [
      'too many requests',
      answer({ error: 'slow down' }, 429),
      'REMOTE_MODEL',
      /HTTP 429: slow down\. Send fewer texts/,
      4,
    ],
    [
      'a used-up quota',
      answer({ error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }, 429),
      'REMOTE_MODEL',
      /HTTP 429: You exceeded your current quota\. The quota of the account is used up/,
      1,
    ],
    [
      'too many requests that the server says not to retry',
      answer('', 429, { 'x-should-retry': 'false', 'retry-after': '3600' }),
      'REMOTE_MODEL',
      /HTTP 429\. The server asks to wait 3600 s\.$/,
      1,
    ],
    ['a status that the server says not to retry', answer('', 503, { 'x-should-retry': 'false' }), 'REMOTE_MODEL', /HTTP 503/, 1], // prettier-ignore
    ['a status that the server says to retry', answer('', 409, { 'x-should-retry': 'true' }), 'REMOTE_MODEL', /HTTP 409/, 4], // prettier-ignore
    ['a missing operation', answer('', 501), 'REMOTE_MODEL', /HTTP 501/, 1],
    ['a conflict', answer('', 409), 'REMOTE_MODEL', /HTTP 409/, 4],
    ['a server timeout', answer('', 408), 'REMOTE_MODEL', /HTTP 408/, 4],
    ['an overloaded server', answer('', 503), 'REMOTE_MODEL', /HTTP 503/, 4],
  ])('reports %s after the expected number of attempts', async (_, script, code, message, tries) => {
    await using server = await scriptedServer(script);
    const { retry } = noWait();
    const embedder = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 2, retry });
    const error: unknown = await embedder.passageEmbed(['a', 'b']).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(XError.isInstance(error)).toBe(true);
    if (RemoteModelError.isInstance(error)) expect(error.isRetryable).toBe(tries > 1);
    expect(server.requests).toHaveLength(tries);
  });

  it('numbers a wrong vector by its index in the call, not in its request', async () => {
    await using server = await scriptedServer(vectors([1, 2]), vectors([1, 2]), vectors([1, 2, 3]));
    const options = { url: server.url, model: 'm', dimension: 2, batchSize: 1, maxConcurrency: 1 };
    await expect(new RemoteEmbedder(options).passageEmbed(['a', 'b', 'c'])).rejects.toThrow('vector 2 of m');
  });

  it('names the failed texts when a call needs several requests', async () => {
    const refusal = answer({ message: 'input.1: must not be empty' }, 400);
    const scores = answer({ results: [0, 1].map((index) => ({ index, relevance_score: 1 })) });
    const two = { model: 'm', batchSize: 2, maxConcurrency: 1 };
    for (const [script, message] of [
      [refusal, /\/v1\/embeddings \(texts 2 to 3 of the call\) answered HTTP 400: input\.1: must not be empty\.$/],
      [vectors([1, 2]), /\(texts 2 to 3 of the call\) returned 1 vectors for 2 texts/],
    ] as const) {
      await using server = await scriptedServer(vectors([1, 2], [1, 2]), script);
      const embedder = new RemoteEmbedder({ url: server.url, dimension: 2, ...two });
      await expect(embedder.passageEmbed(['a', 'b', 'c', ''])).rejects.toThrow(message);
    }
    await using server = await scriptedServer(scores, refusal);
    const reranker = new RemoteReranker({ url: server.url, ...two });
    await expect(reranker.rerank('q', ['a', 'b', 'c'])).rejects.toThrow(/\(text 2 of the call\) answered HTTP 400/);
    await using alone = await scriptedServer(refusal);
    const once = new RemoteReranker({ url: alone.url, ...two }).rerank('q', ['a', '']);
    await expect(once).rejects.toThrow(/\/v1\/rerank answered HTTP 400/);
  });

  it('times out on a slow server after one retry', async () => {
    await using server = await scriptedServer(() => {});
    const { waits, retry } = noWait();
    const options = { url: server.url, model: 'm', dimension: 2, timeoutMs: 20, retry: { ...retry, maxRetries: 1 } };
    await expect(new RemoteEmbedder(options).queryEmbed('a')).rejects.toMatchObject({
      code: 'REMOTE_MODEL',
      isRetryable: true,
      message: expect.stringContaining('did not answer within 20 ms') as string,
    });
    expect(waits).toHaveLength(1);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT', date: 'Tue, 01 Jan 2030 00:00:10 GMT' }, 20_000],
    ['milliseconds', { 'retry-after-ms': '1500' }, 1500],
    ['a fraction of seconds', { 'retry-after': '1.5' }, 1500],
    ['nothing', {}, 250],
  ])('waits as long as the server asks for by %s, then succeeds', async (_, headers, waited) => {
    await using server = await scriptedServer(answer('', 429, headers), vectors([1, 2]));
    const { waits, retry } = noWait();
    await new RemoteEmbedder({ url: server.url, model: 'm', dimension: 2, retry }).queryEmbed('a');
    expect(waits).toEqual([waited]);
  });

  it('reports the requested delay when no retries are left', async () => {
    await using server = await scriptedServer(answer('', 429, { 'retry-after': '7' }));
    const embedder = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 2, retry: { maxRetries: 0 } });
    await expect(embedder.queryEmbed('a')).rejects.toMatchObject({ status: 429, retryAfterMs: 7000 });
  });

  it('aborts the other requests of a call when one fails', async () => {
    const closed = deferred();
    await using server = await scriptedServer(
      (response) => void response.once('close', () => closed.resolve()),
      answer({ error: 'refused' }, 400),
    );
    const embedder = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 2, batchSize: 1 });
    await expect(embedder.passageEmbed(['a', 'b'])).rejects.toThrow('refused');
    await closed.promise;
  });

  it('rejects with the reason of the signal and does not retry', async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    await using server = await scriptedServer(() => controller.abort(reason));
    const embedder = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 2, retry: noWait().retry });
    await expect(embedder.queryEmbed('a', { signal: controller.signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

describe('RemoteReranker', () => {
  const results = (...entries: readonly [index: unknown, score: unknown][]): Answer =>
    answer({ results: entries.map(([index, score]) => ({ index, relevance_score: score })) });

  it.each<[string, Answer, string, RegExp]>([
    ['too few scores', results([0, 1]), 'REMOTE_MODEL', /returned 1 scores for 2 documents/],
    ['a duplicate index', results([1, 1], [1, 1]), 'REMOTE_MODEL', /index 1/],
    ['an index out of range', results([0, 1], [-1, 1]), 'REMOTE_MODEL', /index -1/],
    ['a string as an index', results([0, 1], ['1', 1]), 'REMOTE_MODEL', /index 1/],
    ['a missing score', results([0, 1], [1, null]), 'REMOTE_MODEL', /no number as "relevance_score" of document 1/],
    [
      'an infinite score',
      answer('{"results":[{"index":0,"relevance_score":1},{"index":1,"relevance_score":1e999}]}'),
      'NON_FINITE_OUTPUT',
      /Infinity for input 1/,
    ],
    ['the list of another dialect', answer([{ index: 0, score: 1 }]), 'REMOTE_MODEL', /Check the url and the dialect/],
  ])('reports %s', async (_, script, code, message) => {
    await using server = await scriptedServer(script);
    const reranker = new RemoteReranker({ url: server.url, model: 'm' });
    await expect(reranker.rerank('q', ['a', 'b'])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('a reranker that calls the route of another dialect', () => {
  const missing = answer({ error: 'texts: Invalid input: expected array, received undefined' }, 422);

  it.each([
    ['cohere', missing, /HTTP 422: .*"cohere", which usually has the route \/v1\/rerank or \/v2\/rerank: .*dialect\.$/],
    ['text-embeddings-inference', missing, /"text-embeddings-inference", which usually has the route \/rerank: /],
    ['cohere', answer({ detail: [{ msg: 'Field required' }] }, 422), /Field required\. The dialect was "cohere"/],
    ['cohere', answer('missing field `texts` at line 1', 422), /line 1\. The dialect was "cohere"/],
    ['cohere', answer('', 404), /Check the url and the model name\. The dialect was "cohere"/],
    ['cohere', answer({ message: 'a document is too long' }, 422), /a document is too long\.$/],
    ['cohere', answer({ message: 'invalid token' }, 401), /Check the apiKey\.$/],
  ] as const)(
    '%s: %#: mentions the route and the dialect only when they may be the cause',
    async (dialect, script, says) => {
      await using server = await scriptedServer(script);
      const reranker = new RemoteReranker({ url: server.url, model: 'm', dialect });
      await expect(reranker.rerank('q', ['a'])).rejects.toThrow(says);
    },
  );
});
