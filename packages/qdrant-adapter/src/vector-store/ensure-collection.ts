import type { Schemas } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';
import { findMismatch, type Mismatch, type WantedVectors } from './find-mismatch.ts';
import { toClusterRequest } from './cluster-options.ts';
import { ensureShardKey } from './ensure-shard-key.ts';
import type { StoreClient } from './store-client.ts';
import { toCreateRequest } from './vector-settings.ts';

/**
 * Creates the collection and its shard key if they do not exist, and returns its parameters.
 *
 * @throws {VectorStoreError} 409 when an existing collection has other vectors.
 */
export async function ensureCollection(
  client: StoreClient,
  collection: string,
  wanted: WantedVectors,
): Promise<Schemas['CollectionParams']> {
  const params = await ensureParams(client, collection, wanted);
  if (wanted.shardKey !== undefined) await ensureShardKey(client, collection, wanted.shardKey);
  return params;
}

async function ensureParams(
  client: StoreClient,
  collection: string,
  wanted: WantedVectors,
): Promise<Schemas['CollectionParams']> {
  const { exists } = await client.collectionExists(collection);
  if (!exists) {
    try {
      const request = { ...toCreateRequest(wanted.vectors), ...toClusterRequest(wanted) };
      await client.createCollection(collection, request);
      return request as Schemas['CollectionParams'];
    } catch (error) {
      // Another process may have created it in the meantime. It is then checked like any existing collection.
      if (!VectorStoreError.isInstance(error) || error.status !== 409) throw error;
    }
  }
  const { config, points_count } = await client.getCollection(collection);
  const mismatch = findMismatch(collection, config.params, wanted);
  if (mismatch === undefined) return config.params;
  throw new VectorStoreError({
    message: `${mismatch.reason} ${adviceOn(mismatch, points_count === 0)}`,
    operation: 'createVectorStore',
    collection,
    status: 409,
  });
}

function adviceOn({ fitting }: Mismatch, isEmpty: boolean): string {
  const others = isEmpty ? 'use another collection, or delete this empty one' : 'use another collection';
  if (fitting !== undefined) return `Set ${fitting}, or ${others}.`;
  return isEmpty
    ? 'Use another collection, or delete this empty one.'
    : 'Use another collection, or the model whose vectors are in this one.';
}
