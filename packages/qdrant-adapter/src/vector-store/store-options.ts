import { InvalidArgumentError } from '@x/core';
import type { StoreClient } from './store-client.ts';

const methods = [
  'collectionExists',
  'createCollection',
  'getCollection',
  'upsert',
  'query',
  'queryBatch',
  'count',
  'delete',
  'retrieve',
  'scrollAll',
] as const satisfies readonly (keyof StoreClient)[];

/**
 * Checks that a client has every method that a store calls.
 *
 * @throws {InvalidArgumentError} naming the first that is missing.
 */
export function requireStoreClient(client: unknown): void {
  const isObject = typeof client === 'object' && client !== null;
  const missing = methods.find((name) => !isObject || typeof Reflect.get(client, name) !== 'function');
  if (missing === undefined) return;
  const expected = `a QdrantClient${isObject ? `, with the method ${missing}` : ''}`;
  throw new InvalidArgumentError({ parameter: 'client', value: client, expected });
}
