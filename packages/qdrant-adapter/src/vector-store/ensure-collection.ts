import type { Schemas } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';
import type { StoreClient } from './store-client.ts';
import { describeSettings, type StoreVectors, toCreateRequest, vectorSettingsOf } from './vector-settings.ts';

/** Makes the collection when it is absent, and tells its parameters. @throws {VectorStoreError} with status 409 when the one there has other vectors. */
export async function ensureCollection(
  client: StoreClient,
  collection: string,
  wanted: StoreVectors,
): Promise<Schemas['CollectionParams']> {
  const { exists } = await client.collectionExists(collection);
  if (!exists) {
    try {
      const request = toCreateRequest(wanted);
      await client.createCollection(collection, request);
      return request as Schemas['CollectionParams'];
    } catch (error) {
      // Another process may have made it since; then it is checked like any other.
      if (!VectorStoreError.isInstance(error) || error.status !== 409) throw error;
    }
  }
  const { config } = await client.getCollection(collection);
  for (const [name, settings] of Object.entries(wanted)) {
    const [needs, has] = [describeSettings(settings), describeSettings(vectorSettingsOf(config.params, name))];
    if (needs === has) continue;
    const vectorName = name === '' ? 'an unnamed vector' : `a vector "${name}"`;
    throw new VectorStoreError({
      message: `The store needs ${vectorName} ${needs}, but the collection "${collection}" has ${has === undefined ? 'no such vector' : `one ${has}`}. Use another collection, or the model that filled this one.`,
      operation: 'createVectorStore',
      collection,
      status: 409,
    });
  }
  return config.params;
}
