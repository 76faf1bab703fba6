import { describe, expect, it } from 'vitest';

import { noWait, scriptedServer, vectors } from './__tests__/scripted-server.ts';
import { RemoteEmbedder, RemoteReranker } from './index.ts';

describe('a network failure', () => {
  const failing = (message: string) => () =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error(message) }));
  const openSsl3 =
    '80DC:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../openssl/ssl3_record.c:350:\n';
  const openSsl1 = '1400:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../ssl3_record.c:332:\n';

  it.each([
    [openSsl3, /: SSL routines: wrong version number\. If the server uses plain http, start the url with http:\/\/\.$/],
    [openSsl1, /: SSL routines: wrong version number\. If/],
    ['bad port', /: bad port\. fetch refuses this port because/],
    ['self-signed certificate', /: self-signed certificate\. Use a server certificate/],
    ['unable to verify the first certificate', /certificate that this machine trusts/],
  ])('is reported without a retry when it would repeat: %j', async (says, message) => {
    const { waits, retry } = noWait();
    const options = { url: 'https://example.org', model: 'm', dimension: 1, retry, fetch: failing(says) };
    const error = await new RemoteEmbedder(options).queryEmbed('a').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ isRetryable: false, message: expect.stringMatching(message) as string });
    expect((error as Error).message).not.toMatch(/\n|ssl3|0A00010B|Is the server running/);
    expect(waits).toEqual([]);
  });

  it('explains that the server uses http when the url is https', async () => {
    await using server = await scriptedServer(vectors([1]));
    const url = server.url.replace('http:', 'https:');
    const { waits, retry } = noWait();
    const asked = new RemoteEmbedder({ url, model: 'm', dimension: 1, retry }).queryEmbed('a');
    await expect(asked).rejects.toThrow(/wrong version number\. If the server uses plain http/);
    expect(waits).toEqual([]);
  });

  it('is reported without a retry for a port that fetch refuses', async () => {
    const asked = new RemoteReranker({ url: 'http://127.0.0.1:1', model: 'm' }).rerank('q', ['a']);
    await expect(asked).rejects.toMatchObject({ isRetryable: false });
  });
});
