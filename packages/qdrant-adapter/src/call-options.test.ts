import { valuesOfOtherKinds } from '@x/core/testing';
import { afterAll, describe, expect, it } from 'vitest';

import { QdrantClient } from './qdrant-client.ts';

const client = new QdrantClient(':memory:');
afterAll(() => client.close());

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Each method whose last argument is call options, with the arguments before it. */
const methods: Readonly<Record<string, readonly unknown[]>> = {
  getCollections: [],
  collectionExists: ['a'],
  getCollection: ['a'],
  createCollection: ['a', {}],
  recreateCollection: ['a', {}],
  updateCollection: ['a', {}],
  deleteCollection: ['a'],
  updateCollectionAliases: [{ actions: [] }],
  getCollectionAliases: ['a'],
  getAliases: [],
  createPayloadIndex: ['a', {}],
  deletePayloadIndex: ['a', 'b'],
  bulkMode: ['a'],
  createVectorName: ['a', 'b', {}],
  deleteVectorName: ['a', 'b'],
  upsert: ['a', {}],
  retrieve: ['a', {}],
  delete: ['a', {}],
  updateVectors: ['a', {}],
  deleteVectors: ['a', {}],
  batchUpdate: ['a', {}],
  setPayload: ['a', {}],
  overwritePayload: ['a', {}],
  deletePayload: ['a', {}],
  clearPayload: ['a', {}],
  scroll: ['a', {}],
  count: ['a', {}],
  facet: ['a', {}],
  query: ['a', {}],
  queryBatch: ['a', {}],
  queryGroups: ['a', {}],
  searchMatrixPairs: ['a', {}],
  searchMatrixOffsets: ['a', {}],
  listSnapshots: ['a'],
  createSnapshot: ['a'],
  deleteSnapshot: ['a', 'b'],
  recoverSnapshot: ['a', {}],
  listFullSnapshots: [],
  createFullSnapshot: [],
  deleteFullSnapshot: ['a'],
  listShardSnapshots: ['a', 1],
  createShardSnapshot: ['a', 1],
  deleteShardSnapshot: ['a', 1, 'b'],
  recoverShardFromSnapshot: ['a', 1, {}],
  versionInfo: [],
  collectionClusterInfo: ['a'],
  updateCollectionCluster: ['a', {}],
  listShardKeys: ['a'],
  createShardKey: ['a', {}],
  deleteShardKey: ['a', {}],
  clusterTelemetry: [],
  getOptimizations: ['a'],
  getQuotas: [],
  updateQuotas: [{}],
};

/** Methods that send their options except the signal. A server may know names that this client does not. */
const sendsOptions = new Set([
  'deleteCollection',
  'deletePayloadIndex',
  'createVectorName',
  'deleteVectorName',
  'createSnapshot',
  'deleteSnapshot',
  'createFullSnapshot',
  'deleteFullSnapshot',
  'createShardSnapshot',
  'deleteShardSnapshot',
  'clusterTelemetry',
  'getOptimizations',
]);

describe('each method of the client', () => {
  it('is covered here, except methods with other options', () => {
    const own = [
      'uploadPoints',
      'uploadCollection',
      'migrate',
      'close',
      'getEmbeddingSize',
      'scrollAll',
      'queryPoints',
    ];
    const names = Object.getOwnPropertyNames(QdrantClient.prototype).filter(
      (name) => !['constructor', 'remote', 'endpoint'].includes(name),
    );
    expect(names.filter((name) => !own.includes(name)).toSorted()).toEqual(Object.keys(methods).toSorted());
  });

  it.each(Object.entries(methods))('names the option that is of the wrong kind: %s', async (name, before) => {
    const call = (options: unknown): Promise<unknown> =>
      (Reflect.get(client, name) as (...args: unknown[]) => Promise<unknown>).call(client, ...before, options);
    for (const signal of valuesOfOtherKinds('signal')) {
      await expect(call({ signal }), String(signal)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        parameter: 'signal',
      });
    }
    for (const value of valuesOfOtherKinds('object')) {
      await expect(call(value), String(value)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        parameter: 'options',
        value,
      });
    }
  });

  it.each(Object.entries(methods))(
    'rejects a misspelled option unless options are sent to the server: %s',
    async (name, before) => {
      const call = Reflect.get(client, name) as (...args: unknown[]) => Promise<unknown>;
      const error = await refusal(() => call.call(client, ...before, { sginal: 1 }));
      const refused = { code: 'INVALID_ARGUMENT', parameter: 'name in options' };
      if (sendsOptions.has(name)) expect(error ?? {}).not.toMatchObject(refused);
      else expect(error).toMatchObject(refused);
    },
  );
});
