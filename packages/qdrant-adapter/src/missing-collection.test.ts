// A name that is missing, such as that of an unset variable, must not become the collection "undefined" of a server.
import { readdir } from 'node:fs/promises';
import { InvalidArgumentError } from '@x/core';
import { afterAll, expect, it } from 'vitest';
import { QdrantClient } from './index.ts';

const withoutCollection = new Set([
  'versionInfo',
  'clusterTelemetry',
  'getQuotas',
  'updateQuotas',
  'getCollections',
  'getAliases',
  'updateCollectionAliases',
  'listFullSnapshots',
  'createFullSnapshot',
  'deleteFullSnapshot',
  'migrate',
]);

/** The arguments after the collection, where an empty object is not enough. */
const furtherArguments: Readonly<Record<string, readonly unknown[]>> = {
  createVectorName: ['dense', { dense: { size: 2, distance: 'Dot' } }],
  deleteVectorName: ['dense'],
  deletePayloadIndex: ['year'],
  deleteSnapshot: ['snapshot'],
  createShardSnapshot: [0],
  deleteShardSnapshot: [0, 'snapshot'],
  listShardSnapshots: [0],
  recoverShardFromSnapshot: [0, {}],
  uploadPoints: [[]],
};

const folder = new URL('api/', import.meta.url);
const groups = (await readdir(folder)).filter((file) => file.endsWith('-methods.ts'));
const methods = await Promise.all(
  groups.map(async (file) => {
    const [group] = Object.values((await import(new URL(file, folder).href)) as Record<string, { prototype: object }>);
    return Object.getOwnPropertyNames(group!.prototype).filter((name) => name !== 'constructor');
  }),
);
const named = methods.flat().filter((name) => !withoutCollection.has(name));

const memory = new QdrantClient(':memory:');
// Nothing listens there, so a request that is sent fails with another error.
const server = new QdrantClient({ url: 'http://127.0.0.1:1', retry: { maxRetries: 0 } });
afterAll(() => Promise.all([memory.close(), server.close()]));

it.each(named.flatMap((name) => [undefined, null, 7, ''].map((collection) => ({ name, collection }))))(
  '$name refuses the collection $collection before it sends anything, in memory and on a server',
  async ({ name, collection }) => {
    for (const client of [memory, server]) {
      const call = async (): Promise<unknown> => {
        const method = Reflect.get(client, name) as (...given: unknown[]) => unknown;
        const result = await method.call(client, collection, ...(furtherArguments[name] ?? [{}]));
        return typeof result === 'object' && result !== null && 'next' in result
          ? (result as AsyncGenerator).next()
          : result;
      };
      const error: unknown = await call().catch((thrown: unknown) => thrown);
      expect(error).toSatisfy(InvalidArgumentError.isInstance);
      expect(error).toMatchObject({ parameter: 'collection' });
    }
  },
);
