import { McpServer } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';

import { serveHttp } from './serve-http.ts';

const options = { port: 0, allowedHosts: [], onError: () => {} };

it('a closing server answers the open requests', async () => {
  let [release, begin] = [(): void => {}, (): void => {}];
  const [gate, begun] = [
    new Promise<void>((resolve) => (release = resolve)),
    new Promise<void>((resolve) => (begin = resolve)),
  ];
  const create = (): McpServer => {
    const server = new McpServer({ name: 'test', version: '1.0.0' });
    server.registerTool('slow', { description: 'waits' }, async () => {
      begin();
      await gate;
      return { content: [{ type: 'text', text: 'done' }] };
    });
    return server;
  };
  const server = await serveHttp(create, options);
  const answer = fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow', arguments: {} } }),
  }).then((response) => response.text());
  await begun;
  const closed = server[Symbol.asyncDispose]();
  release();
  expect(await answer).toContain('done');
  await closed;
  await expect(fetch(server.url)).rejects.toThrow();
});

it('a port that is in use is refused in one sentence', async () => {
  const create = (): McpServer => new McpServer({ name: 'test', version: '1.0.0' });
  await using server = await serveHttp(create, options);
  const port = Number(new URL(server.url).port);
  const expected = `The server cannot listen on port ${port} of 127.0.0.1 (EADDRINUSE): choose another port.`;
  await expect(serveHttp(create, { ...options, port })).rejects.toThrow(expected);
});
