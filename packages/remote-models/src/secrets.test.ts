import { inspect } from 'node:util';

import type { RemoteModelError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { answer, type Answer, scriptedServer, vectors } from './__tests__/scripted-server.ts';
import { RemoteEmbedder } from './index.ts';

describe('the apiKey', () => {
  const secret = 'sk-1234567890';

  it('is not sent to the target of a redirect', async () => {
    await using elsewhere = await scriptedServer(vectors([1]));
    await using server = await scriptedServer(answer('', 307, { location: `${elsewhere.url}/embeddings` }));
    const embedder = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 1, apiKey: secret });
    await expect(embedder.queryEmbed('a')).rejects.toThrow(/answered with a redirect\. Redirects are not followed/);
    expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });

  it.each<[string, Answer | typeof globalThis.fetch]>([
    ['a server repeats it', answer({ error: { message: `Incorrect key: ${secret}, Bearer ${secret}` } }, 401)],
    ['a text body repeats it', answer(`key ${secret}`, 500)],
    ['a response that is not JSON repeats it', answer(`key ${secret}`)],
    ['a server repeats the request line', answer('Cannot POST /embeddings?token=in-the-query', 404)],
    ['a server repeats a value of the query', answer({ message: 'unknown token in-the-query' }, 404)],
    [
      'the cause of the cause of an error contains it',
      () =>
        Promise.reject(
          new TypeError('fetch failed', { cause: new Error('(hidden)', { cause: new Error(`Bearer ${secret}`) }) }),
        ),
    ],
    ['the error of a custom fetch contains it', () => Promise.reject(new Error(`no route for Bearer ${secret}`))],
  ])('appears in no part of the error when %s', async (_, script) => {
    const isFetch = script.length === 0;
    await using server = await scriptedServer(isFetch ? answer('') : (script as Answer));
    const embedder = new RemoteEmbedder({
      url: `${server.url}?token=in-the-query`,
      model: 'm',
      dimension: 1,
      apiKey: secret,
      retry: { maxRetries: 0 },
      ...(isFetch && { fetch: script as typeof globalThis.fetch }),
    });
    const error = (await embedder.queryEmbed('a').catch((reason: unknown) => reason)) as RemoteModelError;
    const shown = [error.message, error.url, inspect(error, { depth: Infinity }), JSON.stringify(error)];
    expect(shown.join()).not.toMatch(/1234567890|in-the-query/);
  });
});
