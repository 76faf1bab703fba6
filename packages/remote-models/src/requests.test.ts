// Tests what requests contain, by the requests that a server received.
import { InvalidArgumentError } from '@x/core';
import { expect, it } from 'vitest';

import { answer, scriptedServer, vectors } from './__tests__/scripted-server.ts';
import { RemoteEmbedder, RemoteReranker } from './index.ts';

it('sends prefixes, additional fields, the key and headers', async () => {
  await using server = await scriptedServer(vectors([1, 2]));
  const embedder = new RemoteEmbedder({
    url: `${server.url}?version=7`,
    model: 'm',
    dimension: 2,
    apiKey: 'secret-key',
    headers: { 'x-tenant': 'seven', 'Content-Type': 'application/json; charset=utf-8' },
    shorten: true,
    queryPrefix: 'query: ',
    documentPrefix: 'passage: ',
    queryFields: { task: 'query' },
    documentFields: { task: 'passage' },
    encodingFormat: 'base64',
  });
  await embedder.queryEmbed('a');
  await embedder.passageEmbed(['b']);
  const common = { model: 'm', encoding_format: 'base64', dimensions: 2 };
  expect(server.requests.map(({ body }) => body)).toEqual([
    { ...common, task: 'query', input: ['query: a'] },
    { ...common, task: 'passage', input: ['passage: b'] },
  ]);
  expect(server.requests[0]).toMatchObject({
    path: '/v1/embeddings?version=7',
    headers: {
      authorization: 'Bearer secret-key',
      'x-tenant': 'seven',
      'content-type': 'application/json; charset=utf-8',
    },
  });
});

it('omits encoding_format for services that refuse the field', async () => {
  await using server = await scriptedServer(vectors([1]));
  const options = { url: server.url, model: 'm', dimension: 1, encodingFormat: 'none' } as const;
  await new RemoteEmbedder(options).queryEmbed('a');
  expect(server.requests[0]!.body).toEqual({ model: 'm', input: ['a'] });
});

it.each([
  ['/v1', '/v1/embeddings'],
  ['/v1/', '/v1/embeddings'],
  ['/v1/embeddings', '/v1/embeddings'],
  ['', '/embeddings'],
])('appends the route to the url %s: %s', async (path, expected) => {
  await using server = await scriptedServer(vectors([1]));
  const url = `${new URL(server.url).origin}${path}`;
  await new RemoteEmbedder({ url, model: 'm', dimension: 1 }).queryEmbed('a');
  expect(server.requests.map((request) => request.path)).toEqual([expected]);
});

it('splits a call into batches, limits concurrent requests and keeps the order', async () => {
  let underWay = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  await using server = await scriptedServer((response, { body }) => {
    most = Math.max(most, ++underWay);
    const data = (body['input'] as string[]).map((text, index) => ({ index, embedding: [Number(text)] }));
    waiting.push(() => {
      underWay--;
      response.end(JSON.stringify({ data: data.toReversed() }));
    });
    // Respond to two requests at a time, the later one first.
    if (waiting.length === 2) for (const end of waiting.splice(0).toReversed()) end();
  });
  const embedder = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 1, batchSize: 2, maxConcurrency: 2 });
  const texts = Array.from({ length: 8 }, (_, index) => String(index));
  const events: number[] = [];
  const made = await embedder.passageEmbed(texts, { onProgress: ({ completed }) => void events.push(completed) });
  expect(made).toEqual(texts.map((text) => Float32Array.of(Number(text))));
  expect(most).toBe(2);
  expect(server.requests.map(({ body }) => (body['input'] as string[]).length)).toEqual([2, 2, 2, 2]);
  expect(events).toEqual([0, 2, 4, 6, 8]);
});

it('sends requests in the dialects of Cohere and Text Embeddings Inference', async () => {
  await using cohere = await scriptedServer(answer({ results: [{ index: 0, relevance_score: 0.5 }] }));
  await using tei = await scriptedServer(answer([{ index: 0, score: -2 }]));
  const settings = { model: 'm', fields: { truncate: true } };
  const [first] = await new RemoteReranker({ ...settings, url: cohere.url }).rerank('q', ['d'], { topK: 1 });
  const dialect = 'text-embeddings-inference';
  const [second] = await new RemoteReranker({ ...settings, url: tei.url, dialect }).rerank('q', ['d']);
  expect([first!.score, second!.score]).toEqual([0.5, -2]);
  expect(cohere.requests[0]!.body).toEqual({ truncate: true, model: 'm', query: 'q', documents: ['d'] });
  expect(tei.requests[0]!.body).toEqual({ truncate: true, query: 'q', texts: ['d'] });
});

it.each([
  ['Voyage', { data: [{ index: 0, relevance_score: 0.5 }], usage: { total_tokens: 7 } }],
  [
    'Cohere',
    {
      results: [{ index: 0, relevance_score: 0.5 }],
      meta: { billed_units: { search_units: 1 }, tokens: { input_tokens: 7 } },
    },
  ],
])('reads the scores and the usage in a response of %s', async (_, body) => {
  await using server = await scriptedServer(answer(body));
  const used: unknown[] = [];
  const reranker = new RemoteReranker({ url: server.url, model: 'm' });
  const [best] = await reranker.rerank('q', ['d'], { onUsage: (usage) => used.push(usage) });
  expect(best!.score).toBe(0.5);
  expect(used).toEqual([{ tokens: 7 }]);
});

it('ends a request of a fetch that ignores its signal at the time limit, and when it is aborted', async () => {
  const fetch = (): Promise<never> => new Promise(() => {});
  const options = { url: 'http://127.0.0.1:9/v1', model: 'm', dimension: 2, fetch, retry: { maxRetries: 0 } };
  await expect(new RemoteEmbedder({ ...options, timeoutMs: 1 }).queryEmbed('a')).rejects.toThrow('within 1 ms');
  const controller = new AbortController();
  const call = new RemoteEmbedder(options).queryEmbed('a', { signal: controller.signal });
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
});

it('embeds and ranks the documents that were given, even if the list changes during the call', async () => {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  await using server = await scriptedServer((response, { path, body }) => {
    const texts = (body['input'] ?? body['documents']) as string[];
    const made = path.endsWith('/embeddings')
      ? { data: numbers(texts.length).map((index) => ({ index, embedding: [Number(texts[index])] })) }
      : { results: numbers(texts.length).map((index) => ({ index, relevance_score: Number(texts[index]) })) };
    response.end(JSON.stringify(made));
  });
  const settings = { url: server.url, model: 'm', batchSize: 1, maxConcurrency: 1 };
  const documents = ['3', '1', '2'];
  const calls = [
    new RemoteEmbedder({ ...settings, dimension: 1 }).passageEmbed(documents),
    new RemoteReranker(settings).rerank('q', documents),
  ] as const;
  documents.splice(0, 2, 'x');
  const [embedded, ranked] = await Promise.all(calls);
  expect(embedded.map(([value]) => value)).toEqual([3, 1, 2]);
  expect(ranked.map(({ document }) => document)).toEqual(['3', '2', '1']);
});

it('sends no request when no document is given', async () => {
  await using server = await scriptedServer(vectors());
  expect(await new RemoteEmbedder({ url: server.url, model: 'm', dimension: 1 }).passageEmbed([])).toEqual([]);
  expect(await new RemoteReranker({ url: server.url, model: 'm' }).rerank('q', [])).toEqual([]);
  expect(server.requests).toEqual([]);
});

it.each([
  ['an address without a scheme', { url: 'localhost:8080' }, /^url must be an http or https address/],
  [
    'an address with a password',
    { url: 'https://user:hunter22@example.org' },
    /^url .*, but is "\(hidden\)"\. For credentials, use apiKey or headers\.$/,
  ],
  ['a model with a blank name', { model: ' ' }, /^model must/],
  ['a key over plain http', { url: 'http://example.org', apiKey: 'secret-key' }, /allowInsecureApiKey/],
  ['an empty key', { apiKey: '' }, /^apiKey must be .*but is ""/],
  ['a key that ends with a line break', { apiKey: 'secret-key\n' }, /^apiKey must be .*\(hidden\).* line break/],
  ['a key that is not a valid header', { apiKey: 'secret\nkey' }, /^apiKey must be .*\(hidden\)/],
  ['a batch size of zero', { batchSize: 0 }, /^batchSize must/],
  ['a maxConcurrency of zero', { maxConcurrency: 0 }, /^maxConcurrency must/],
  ['a timeout of zero', { timeoutMs: 0 }, /^timeoutMs must/],
  ['a negative number of retries', { retry: { maxRetries: -1 } }, /^retry\.maxRetries must/],
])('refuses %s', (_, wrong, message) => {
  const options = { url: 'https://example.org/v1', model: 'm', ...wrong };
  for (const make of [() => new RemoteReranker(options), () => new RemoteEmbedder({ ...options, dimension: 1 })]) {
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/hunter22|secret/);
  }
});

it('refuses additional fields that requests set themselves', () => {
  const options = { url: 'https://example.org/v1', model: 'm' };
  const refusal = (parameter: string, value: string) => ({ code: 'INVALID_ARGUMENT', parameter, value });
  for (const name of ['input', 'model', 'encoding_format', 'dimensions']) {
    for (const fields of ['queryFields', 'documentFields']) {
      const make = () => new RemoteEmbedder({ ...options, dimension: 1, [fields]: { [name]: 7 } });
      expect(make).toThrow(expect.objectContaining(refusal(`name in ${fields}`, name)));
      expect(make).toThrow(`${fields} contains "${name}", a field that requests set themselves.`);
      expect(make).toThrow(/ (Use the option|This field contains)/);
    }
  }
  for (const dialect of ['cohere', 'text-embeddings-inference'] as const) {
    for (const name of ['query', 'documents', 'texts', 'top_n', 'top_k', ...(dialect === 'cohere' ? ['model'] : [])]) {
      const make = () => new RemoteReranker({ ...options, dialect, fields: { [name]: 7 } });
      expect(make).toThrow(expect.objectContaining(refusal('name in fields', name)));
    }
  }
});

it('reports an empty vector when it learns the dimension', async () => {
  await using server = await scriptedServer(vectors([]));
  const refused = RemoteEmbedder.load({ url: server.url, model: 'm' });
  await expect(refused).rejects.toThrow('"m" returned an empty vector for input 0. Is this the right kind of model?');
});

it('refuses an embedder without a dimension, even when it shortens vectors', async () => {
  const options = { url: 'https://example.org/v1', model: 'm' };
  expect(() => new RemoteEmbedder(options as never)).toThrow(/^dimension must be a whole number/);
  await expect(RemoteEmbedder.load({ ...options, shorten: true })).rejects.toThrow(
    /^dimension must be set, but is undefined\. With shorten, /,
  );
});
