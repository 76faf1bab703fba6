import { requireMethods } from '@x/core';
import type { StoreClient } from './store-client.ts';

const methods = [
  'collectionExists',
  'createCollection',
  'getCollection',
  'listShardKeys',
  'createShardKey',
  'upsert',
  'query',
  'queryBatch',
  'count',
  'delete',
  'setPayload',
  'createPayloadIndex',
  'versionInfo',
  'retrieve',
  'scrollAll',
] as const satisfies readonly (keyof StoreClient)[];

/**
 * Checks that a client has every method that a store calls.
 *
 * @throws {InvalidArgumentError} naming the first missing method.
 */
export function requireStoreClient(client: unknown): void {
  const isClient = typeof client === 'object' && client !== null && !('then' in client);
  const missing = isClient ? methods.find((name) => typeof Reflect.get(client, name) !== 'function') : undefined;
  const expected = `a QdrantClient${missing === undefined ? '' : `, with the method ${missing}`}`;
  requireMethods(client, 'client', { methods, expected });
}
