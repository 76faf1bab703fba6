import { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methodCalls as calls, type Method } from '../__tests__/method-calls.ts';
import { json, type ScriptedServer, startScriptedServer } from '../__tests__/scripted-server.ts';
import { QdrantClient } from '../index.ts';

const vectors = { size: 2, distance: 'Dot' };
const points = [{ id: 1, vector: [1, 2], payload: { name: 'Argo' } }];
const filter = { must: [{ key: 'name', match: { value: 'Argo' } }] };

const methods = Object.keys(calls) as Method[];
const serverOnly = methods.filter((method) => /snapshot|shard|cluster|quota|optimizations/i.test(method));

type Place = readonly (string | number)[];

/** Returns the paths of all arguments, and all paths within them. */
function placesIn(node: unknown): Place[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [[key], ...placesIn(value).map((place) => [key, ...place])]);
}

/** Returns a copy with another value at one path. */
function withValue(node: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  const copy: object = Array.isArray(node) ? [...(node as unknown[])] : { ...(node as object) };
  return Object.assign(copy, { [key]: withValue(Reflect.get(copy, key), rest, value) });
}

class Filled {
  readonly vectors = vectors;
  readonly points = points;
}
/** Values that change when they are written as JSON or spread. */
const strange: readonly unknown[] = [
  new Map([['points', [1]]]), new Set([1]), new Filled(), Object.create({ filter, vectors, points }), NaN, -Infinity, [undefined], [[NaN]],
  { deep: [{ n: NaN }] }, Symbol('s'), () => points, '\ud800', new Date(NaN), new Uint8Array(2), new Error('e'), new Proxy(new Map(), {}),
]; // prettier-ignore
/** Methods whose argument is options. Options are read and not sent as a body. */
const optionsOf = new Set<Method>(['createSnapshot', 'createFullSnapshot', 'clusterTelemetry', 'createShardSnapshot']);
const bodies = methods.flatMap((method) =>
  calls[method].flatMap((argument, index) => {
    const isOptions =
      optionsOf.has(method) || method.startsWith('delete') || index > 2 || method === 'getOptimizations';
    const isBody = typeof argument === 'object' && (!isOptions || 'points' in argument! || 'shard_key' in argument!);
    return isBody && !(method === 'createVectorName' && index === 3) ? [[method, index] as const] : [];
  }),
);

describe('the methods of the official client', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await startScriptedServer(json(200, { result: { nextPage: false }, status: 'ok', time: 0 }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** Returns the requests of a call: method, path, parameters and body. The order of fields does not matter. */
  async function requestsOf(client: object, method: Method): Promise<unknown[]> {
    const first = server.requests.length;
    const run = Reflect.get(client, method) as (...args: readonly unknown[]) => Promise<unknown>;
    await run.apply(client, structuredClone(calls[method]) as unknown[]);
    return server.requests.slice(first).map((request) => {
      const { pathname, searchParams } = new URL(request.path, server.url);
      // A row of integers gets a fraction that a server rounds away (wire/encode-request.ts), so numbers are compared as float32.
      const toFloat32 = (_: string, value: unknown): unknown =>
        typeof value === 'number' ? Math.fround(value) : value;
      const body: unknown = request.body === '' ? undefined : JSON.parse(request.body, toFloat32);
      return [request.method, pathname, Object.fromEntries(searchParams), body];
    });
  }

  it.each(methods)('%s sends what the official client sends', async (method) => {
    const official = new OfficialClient({ url: server.url, checkCompatibility: false });
    await using client = new QdrantClient({ url: server.url });
    expect(await requestsOf(client, method)).toEqual(await requestsOf(official, method));
  });

  it('exist in this client and in the official client', () => {
    for (const client of [new OfficialClient({ checkCompatibility: false }), new QdrantClient(':memory:')]) {
      for (const method of methods) expect([method, typeof Reflect.get(client, method)]).toEqual([method, 'function']);
    }
  });

  async function refusalOf(method: string, args: readonly unknown[]): Promise<unknown> {
    await using client = new QdrantClient({ url: server.url });
    const before = server.requests.length;
    const run = Reflect.get(client, method) as (...all: readonly unknown[]) => Promise<unknown>;
    const error = await run.apply(client, [...args]).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(server.requests.length).toBe(before);
    return error;
  }

  it.each(bodies)('%s rejects a body that is not an object of plain data, and sends nothing', async (method, index) => {
    for (const body of [...strange, [], null, 'text', 7, new Date()]) {
      const error = await refusalOf(method, calls[method].with(index, body));
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });

  it.each(methods.filter((method) => placesIn(calls[method]).length > calls[method].length))(
    '%s rejects a value without a JSON form anywhere in a body, and sends nothing',
    async (method) => {
      for (const place of placesIn(calls[method]).filter(({ length }) => length > 1)) {
        for (const value of strange) {
          const error = await refusalOf(method, withValue(calls[method], place, value) as unknown[]);
          expect([place, error]).toEqual([place, expect.objectContaining({ code: 'INVALID_ARGUMENT' })]);
        }
      }
    },
  );

  it('waits for a write whose `wait` is undefined, as without `wait`', async () => {
    await using client = new QdrantClient({ url: server.url });
    await client.upsert('c', { points, wait: undefined } as never);
    expect(server.requests.at(-1)!.path).toBe('/collections/c/points?wait=true');
  });

  it.each(serverOnly)('%s rejects in memory and advises what to use instead', async (method) => {
    await using client = new QdrantClient(':memory:');
    const run = Reflect.get(client, method) as (...args: readonly unknown[]) => Promise<unknown>;
    const error = await run.apply(client, calls[method] as unknown[]).catch((reason: unknown) => reason);
    expect(VectorStoreError.isInstance(error) && error).toMatchObject({
      status: 501,
      operation: method,
      isRetryable: false,
      message: expect.stringMatching(/needs a Qdrant server: .*new QdrantClient\(\{ url \}\)/),
    });
  });
});
