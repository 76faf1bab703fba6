import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Answer, json, ok, startScriptedServer } from '../__tests__/scripted-server.ts';
import { QdrantClient, type ServerVersions } from '../index.ts';
import { clientVersion, isCompatible } from './version-check.ts';

/** Starts a server with this version. It counts the version requests and responds to all others. */
async function setup(version: Answer, onIncompatibleVersion?: (versions: ServerVersions) => void) {
  let asked = 0;
  const server = await startScriptedServer((response, request) => {
    if (request.path !== '/') return ok({ collections: [] })(response, request);
    asked++;
    version(response, request);
  });
  const client = new QdrantClient({ url: server.url, ...(onIncompatibleVersion && { onIncompatibleVersion }) });
  return { client, asked: () => asked, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

describe('the check of a server version', () => {
  it('uses the version of the official client', () => {
    const manifest = new URL('../../package.json', import.meta.resolve('@qdrant/js-client-rest'));
    const { version } = JSON.parse(readFileSync(fileURLToPath(manifest), 'utf8')) as { version: string };
    expect(clientVersion).toBe(version);
  });

  it('reports an incompatible version once, beside the first call', async () => {
    const wire = new EventEmitter();
    const heard = once(wire, 'heard');
    const tell = (versions: ServerVersions) => void wire.emit('heard', versions);
    await using server = await setup(json(200, { title: 'qdrant', version: '1.16.2' }), tell);
    expect(server.asked()).toBe(0);
    await Promise.all([server.client.getCollections(), server.client.getCollections()]);
    expect(await heard).toEqual([{ server: '1.16.2', client: clientVersion }]);
    await server.client.getCollections();
    expect(server.asked()).toBe(1);
  });

  it('requests nothing without a listener', async () => {
    await using server = await setup(json(200, { version: '0.1.0' }));
    await server.client.getCollections();
    expect(server.asked()).toBe(0);
  });

  it.each([
    ['1.19.0', true],
    ['1.20.3-dev', true],
    ['v1.18.0', true],
    ['1.17.9', false],
    ['2.19.0', false],
    ['unknown', true],
  ])('compares %s with 1.19.0: %s', (version, fits) => {
    expect(isCompatible(version, '1.19.0')).toBe(fits);
  });

  it('ignores a server that hides its version, and a listener that throws', async () => {
    const wire = new EventEmitter();
    const heard = once(wire, 'heard');
    await using hidden = await setup(json(404, {}), () => expect.unreachable());
    await hidden.client.getCollections();
    await using broken = await setup(json(200, { version: '9.0.0' }), () => {
      wire.emit('heard');
      throw new Error('the listener broke');
    });
    await broken.client.getCollections();
    await heard;
  });
});
