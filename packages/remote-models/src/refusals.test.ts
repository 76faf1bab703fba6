import { describe, expect, it } from 'vitest';

import { answer, noWait, scriptedServer } from './__tests__/scripted-server.ts';
import { RemoteEmbedder } from './index.ts';

describe('RemoteEmbedder', () => {
  it.each([
    [429, { error: 'slow down' }, { 'retry-after': '3600' }, /: slow down\. The server asks to wait 3600 s, more than/],
    [503, '', { 'retry-after-ms': '30001' }, /HTTP 503\. The server asks to wait 30\.001 s, more than/],
  ])('does not retry when a server asks with %i for more than maxDelayMs, and states both', async (...parameters) => {
    const [status, body, headers, message] = parameters;
    await using server = await scriptedServer(answer(body, status, headers));
    const { waits, retry } = noWait();
    const attempt = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 2, retry }).queryEmbed('a');
    await expect(attempt).rejects.toMatchObject({ status, isRetryable: true });
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow(/more than retry\.maxDelayMs \(30000\)\.$/);
    expect(waits).toEqual([]);
  });

  it.each([false, '', 0, null])('accepts vectors beside the error %j', async (error) => {
    await using server = await scriptedServer(answer({ error, data: [{ index: 0, embedding: [1, 2] }] }));
    const embedder = new RemoteEmbedder({ url: server.url, model: 'm', dimension: 2 });
    expect([...(await embedder.queryEmbed('a'))]).toEqual([1, 2]);
  });
});
