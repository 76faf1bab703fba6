import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { withVariables } from '../__fixtures__/with-variables.ts';
import { resolveModel } from '../resolve-model.ts';
import { openConnection } from './connection.ts';

const modelFile = 'onnx/model.onnx';
const none = { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined };

interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** Hosts and ports of the requested tunnels, with the credentials. */
  readonly tunnels: { readonly host: string; readonly authorization: string | undefined }[];
}

/** Starts a proxy that opens tunnels (CONNECT), or refuses them with `status`. */
async function startProxy(status = 200): Promise<Proxy> {
  const tunnels: { host: string; authorization: string | undefined }[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, socket) => {
    tunnels.push({ host: url, authorization: headers['proxy-authorization'] });
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
      return;
    }
    const [host, port] = url.split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

describe('a connection', () => {
  it('uses the proxy of the environment for the hub and for redirect targets', async () => {
    await using proxy = await startProxy();
    await using hub = await startHubServer({ repositories: { 'org/tiny': tinyRepository } });
    await using cache = await temporaryFolder();
    const variables = {
      HTTP_PROXY: proxy.url.replace('//', '//ada:pass@'),
      NO_PROXY: '',
      no_proxy: '',
      http_proxy: '',
    };
    await withVariables(variables, async () => {
      const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
      await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
    });
    const hosts = new Set(proxy.tunnels.map(({ host }) => `http://${host}`));
    expect(hosts).toEqual(new Set([hub.url, hub.storageUrl]));
    expect(proxy.tunnels[0]?.authorization).toBe(`Basic ${Buffer.from('ada:pass').toString('base64')}`);
  });

  it('bypasses the proxy for hosts in NO_PROXY', async () => {
    await using proxy = await startProxy();
    await using hub = await startHubServer({ repositories: {} });
    await using connection = await openConnection(undefined, { ...none, httpProxy: proxy.url, noProxy: '127.0.0.1' });
    await (await connection.fetch(`${hub.url}/api/models/none`)).text();
    expect(proxy.tunnels).toEqual([]);
    expect(hub.requests).toHaveLength(1);
  });

  it('reports that the proxy refuses, without showing its password', async () => {
    await using proxy = await startProxy(407);
    await using cache = await temporaryFolder();
    const variables = {
      HTTP_PROXY: proxy.url.replace('//', '//ada:s3cret@'),
      http_proxy: '',
      NO_PROXY: '',
      no_proxy: '',
    };
    await withVariables(variables, async () => {
      const options = { modelFile, cacheDir: cache.path, endpoint: 'http://hub.example', maxAttempts: 1 };
      const error = (await resolveModel('org/tiny', options).catch((reason: unknown) => reason)) as Error;
      expect(error).toMatchObject({ code: 'DOWNLOAD', message: expect.stringContaining('proxy') });
      expect(`${error.stack} ${String((error.cause as Error).stack)}`).not.toContain('s3cret');
    });
  });

  it.each(['socks5://ada:s3cret@127.0.0.1:9', 'ada:s3cret@proxy'])(
    'refuses a proxy that is not an HTTP URL (%#)',
    async (url) => {
      const attempt = openConnection(undefined, { ...none, httpsProxy: url });
      await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'HTTPS_PROXY' });
      await expect(attempt).rejects.not.toThrow('s3cret');
      await expect(attempt).rejects.toThrow(
        'HTTPS_PROXY is not an http or https URL. Correct or remove this environment variable.',
      );
    },
  );

  it('uses the fetch of the caller, if given', async () => {
    const fetch = (): never => {
      throw new Error('unused');
    };
    await using connection = await openConnection(fetch, { ...none, httpProxy: 'http://127.0.0.1:9' });
    expect(connection.fetch).toBe(fetch);
  });
});
