import { VectorStoreError } from '@x/core';
import type { StoreClient } from './store-client.ts';

/** Creates a shard key if it does not exist. Another process may create it at the same time. */
export async function ensureShardKey(
  client: StoreClient,
  collection: string,
  shardKey: string | number,
): Promise<void> {
  if (await hasShardKey(client, collection, shardKey)) return;
  try {
    await client.createShardKey(collection, { shard_key: shardKey });
  } catch (error) {
    if (!VectorStoreError.isInstance(error) || !(await hasShardKey(client, collection, shardKey))) throw error;
  }
}

async function hasShardKey(client: StoreClient, collection: string, shardKey: string | number): Promise<boolean> {
  const { shard_keys: keys } = await client.listShardKeys(collection);
  return (keys ?? []).some(({ key }) => key === shardKey);
}
