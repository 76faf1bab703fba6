import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { failure, ok, startScriptedServer } from '../__tests__/scripted-server.ts';
import { QdrantClient } from '../index.ts';

/** The undici that the official client depends on, which a user may install too. */
const { ProxyAgent } = createRequire(import.meta.resolve('@qdrant/js-client-rest'))('undici') as {
  ProxyAgent: new (uri: string) => { close(): Promise<void> };
};

/** Starts a proxy that records the hosts it connects to. */
async function startProxy() {
  const targets: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    targets.push(request.url!);
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => socket.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    targets,
    async [Symbol.asyncDispose]() {
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

describe('a dispatcher', () => {
  it('sends every request and retry through a proxy', async () => {
    await using server = await startScriptedServer(failure(429, 'Wait', { 'retry-after': '12' }), ok({ count: 7 }));
    await using proxy = await startProxy();
    const dispatcher = new ProxyAgent(proxy.url);
    const waits: number[] = [];
    const retry = { sleep: async (milliseconds: number) => void waits.push(milliseconds) };
    await using client = new QdrantClient({ url: server.url, dispatcher, retry });
    expect(await client.count('c')).toEqual({ count: 7 });
    expect(new Set(proxy.targets)).toEqual(new Set([new URL(server.url).host]));
    expect([server.requests.length, waits]).toEqual([2, [12_000]]);
    await dispatcher.close();
  });

  it('is rejected when it is not a Dispatcher', () => {
    const location = { url: 'http://localhost', dispatcher: 'http://proxy:3128' as unknown as object };
    expect(() => new QdrantClient(location)).toThrow(/^dispatcher must be an undici .*, but is of the type string\.$/);
  });
});
