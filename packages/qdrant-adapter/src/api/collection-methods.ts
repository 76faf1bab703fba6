import type { Schemas } from '@qdrant/js-client-rest';
import { requireOptions } from '@x/core';
import { callOptionKinds } from '../requests/request-runner.ts';
import type { CollectionName, CollectionOf, CollectionTypes } from '../types/collections.ts';
import type { CreateCollectionRequest } from '../types/create-collection.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** Options of calls that change a collection as a whole. */
export interface CollectionCallOptions extends CallOptions {
  /** Timeout on the server, in seconds. */
  readonly timeout?: number;
}

/** Methods for whole collections. */
export abstract class CollectionMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** Creates a collection. @throws {VectorStoreError} 409 when it already exists. */
  createCollection<Name extends CollectionName<Collections>>(
    collection: Name,
    body: CreateCollectionRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('createCollection', { collection, body, options });
  }

  /** Deletes a collection if it exists, then creates an empty one with the same name. */
  recreateCollection<Name extends CollectionName<Collections>>(
    collection: Name,
    body: CreateCollectionRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.calls.run(async () => {
      if (options !== undefined) requireOptions(options, callOptionKinds);
      // Checks the body first: an invalid body must not delete the existing collection.
      const checked = await this.runner.prepare('createCollection', body, options?.signal);
      await this.deleteCollection(collection, options);
      return this.createCollection(collection, checked as typeof body, options);
    });
  }

  /** Returns whether a collection exists. */
  collectionExists(
    collection: CollectionName<Collections>,
    options?: CallOptions,
  ): Promise<Schemas['CollectionExistence']> {
    return this.runner.run('collectionExists', { collection, options });
  }

  /** Returns the configuration and size of a collection. @throws {VectorStoreError} 404 when it does not exist. */
  getCollection(collection: CollectionName<Collections>, options?: CallOptions): Promise<Schemas['CollectionInfo']> {
    return this.runner.run('getCollection', { collection, options });
  }

  /** Returns the names of all collections. */
  getCollections(options?: CallOptions): Promise<Schemas['CollectionsResponse']> {
    return this.runner.run('getCollections', { options });
  }

  /** Changes settings of a collection. */
  updateCollection(
    collection: CollectionName<Collections>,
    body: Schemas['UpdateCollection'] & { readonly timeout?: number } = {},
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('updateCollection', { collection, body, options });
  }

  /** Deletes a collection with all its points. Resolves to false when the collection does not exist. */
  deleteCollection(collection: CollectionName<Collections>, options: CollectionCallOptions = {}): Promise<boolean> {
    const request = { collection, parameters: options };
    return this.runner.run('deleteCollection', request);
  }
}
