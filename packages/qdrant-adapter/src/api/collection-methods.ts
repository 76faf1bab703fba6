import type { Schemas } from '@qdrant/js-client-rest';
import { requireOptions } from '@x/core';
import { callOptionKinds } from '../requests/request-runner.ts';
import type { CollectionName, CollectionOf, CollectionTypes } from '../types/collections.ts';
import type { CreateCollectionRequest } from '../types/create-collection.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** Options of calls that change a collection as a whole. */
export interface CollectionCallOptions extends CallOptions {
  /** Seconds that the server may take. */
  readonly timeout?: number;
}

/** Methods about whole collections. */
export abstract class CollectionMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** Makes a collection. @throws {VectorStoreError} 409 when it exists. */
  createCollection<Name extends CollectionName<Collections>>(
    collection: Name,
    body: CreateCollectionRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('createCollection', { collection, body, options });
  }

  /** Makes a collection anew, empty, in the place of one that may be there. */
  async recreateCollection<Name extends CollectionName<Collections>>(
    collection: Name,
    body: CreateCollectionRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<boolean> {
    if (options !== undefined) requireOptions(options, callOptionKinds);
    // Nothing is deleted for a body that cannot be sent.
    const checked = await this.runner.prepare('createCollection', body, options?.signal);
    await this.deleteCollection(collection, options);
    return this.createCollection(collection, checked as typeof body, options);
  }

  /** Whether there is such a collection. */
  collectionExists(
    collection: CollectionName<Collections>,
    options?: CallOptions,
  ): Promise<Schemas['CollectionExistence']> {
    return this.runner.run('collectionExists', { collection, options });
  }

  /** Configuration and size of a collection. @throws {VectorStoreError} 404 when there is none. */
  getCollection(collection: CollectionName<Collections>, options?: CallOptions): Promise<Schemas['CollectionInfo']> {
    return this.runner.run('getCollection', { collection, options });
  }

  /** The names of all collections. */
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

  /** Deletes a collection with all its points; false when there is none. */
  deleteCollection(collection: CollectionName<Collections>, options: CollectionCallOptions = {}): Promise<boolean> {
    const request = { collection, parameters: options };
    return this.runner.run('deleteCollection', request);
  }
}
