import { once } from 'node:events';
import { connect } from 'node:net';

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { OpenAIEmbeddings } from '@langchain/openai';
import { CohereClientV2 } from 'cohere-ai';
import OpenAI, { NotFoundError } from 'openai';
import { deferred } from '@x/core/testing';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';

import { FakeEmbedding, fakeReranker } from './__tests__/fake-models.ts';
import { type RunningServer, serve } from './serve.ts';

let embedding: FakeEmbedding;
let server: RunningServer;
beforeEach(async () => {
  embedding = new FakeEmbedding();
  server = await serve({ port: 0, models: { embedding, reranker: fakeReranker }, apiKeys: ['key'] });
});
afterEach(() => server.close());

const baseURL = (): string => `${server.url}/v1`;

describe('the real clients', () => {
  it('openai embeds in floats and base64, lists models and reads errors', async () => {
    const client = new OpenAI({ baseURL: baseURL(), apiKey: 'key', maxRetries: 0 });
    const { data, usage } = await client.embeddings.create({ model: 'fake-embedding', input: ['one', 'three'] });
    expect(data.map((item) => Array.from(item.embedding))).toEqual([[3, 1], [5, 1]]); // prettier-ignore
    expect(usage.total_tokens).toBe(2);
    const floats = await client.embeddings.create({ model: 'fake-embedding', input: 'one', encoding_format: 'float' });
    expect(floats.data[0]!.embedding).toEqual([3, 1]);
    const models = [];
    for await (const model of client.models.list()) models.push(model.id);
    expect(models).toEqual(['org/fake-embedding', 'org/fake-reranker']);
    const error = await client.embeddings.create({ model: 'gpt', input: 'a' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotFoundError);
    expect((error as NotFoundError).message).toContain("The embedding model is 'org/fake-embedding'");
  });

  it('cohere-ai reranks', async () => {
    const client = new CohereClientV2({ environment: server.url, token: 'key' });
    const { results } = await client.rerank({
      model: 'fake-reranker',
      query: 'q',
      documents: ['abc', 'abcdef'],
      topN: 1,
    });
    expect(results).toEqual([{ index: 1, relevanceScore: 1 / (1 + Math.exp(-3)) }]);
  });

  it('@langchain/openai embeds documents and queries', async () => {
    const embeddings = new OpenAIEmbeddings({
      model: 'fake-embedding',
      apiKey: 'key',
      configuration: { baseURL: baseURL() },
    });
    expect(await embeddings.embedDocuments(['one', 'three'])).toEqual([[3, 1], [5, 1]]); // prettier-ignore
    expect(await embeddings.embedQuery('one')).toEqual([3, 1]);
  });

  it("the AI SDK's OpenAI-compatible provider embeds", async () => {
    const provider = createOpenAICompatible({ name: 'x', baseURL: baseURL(), apiKey: 'key' });
    const { embeddings } = await provider.textEmbeddingModel('fake-embedding').doEmbed({ values: ['one', 'three'] });
    expect(embeddings).toEqual([[3, 1], [5, 1]]); // prettier-ignore
  });
});

const ask = () =>
  fetch(`${server.url}/v1/embeddings`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'fake-embedding', input: 'abc' }),
  });

async function untilEmbedding(): Promise<void> {
  while (embedding.signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

test('close answers the open requests, then accepts no more', async () => {
  const { promise, resolve: release } = deferred();
  embedding.gate = promise;
  const answer = ask();
  await untilEmbedding();
  const closed = server.close();
  release();
  expect((await answer).status).toBe(200);
  await closed;
  await expect(ask()).rejects.toThrow();
});

test('a client that disconnects cancels its work', async () => {
  embedding.gate = new Promise(() => {});
  const socket = connect(server.port, '127.0.0.1');
  const body = JSON.stringify({ model: 'fake-embedding', input: 'abc' });
  const head = `POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.write(head + body);
  await untilEmbedding();
  const [signal] = embedding.signals;
  const aborted = once(signal!, 'abort');
  socket.destroy();
  await aborted;
  expect(signal!.aborted).toBe(true);
});

test('an idle connection stays open longer than load balancers keep theirs', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('Keep-Alive: timeout=75');
  socket.destroy();
});

test('serve rejects when the port is in use', async () => {
  const message = expect.stringContaining(`port ${server.port} of 127.0.0.1 (EADDRINUSE): choose another`) as string;
  await expect(serve({ port: server.port, models: {} })).rejects.toMatchObject({ code: 'EADDRINUSE', message });
});

test.each([{ port: -1 }, { port: 65_536 }, { drainMs: -1 }, { drainMs: 2 ** 31 }, { drainMs: Number.NaN }])(
  'serve rejects %j',
  async (options) => {
    await expect(serve({ port: 0, models: {}, ...options })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  },
);
