import { updateConfig } from '../engine/change-config.ts';
import { describeCollection } from '../engine/describe-collection.ts';
import { readCollectionConfig } from '../requests/collections/read-collection-config.ts';
import { readCollectionUpdate } from '../requests/collections/read-collection-update.ts';
import type { CreateCollectionRequest, UpdateCollectionRequest } from '../requests/types/request-types.ts';
import type { CollectionInfo } from '../requests/types/result-types.ts';
import { contextOf, MethodGroup } from './method-group.ts';

/** Methods about entire collections. */
export abstract class CollectionMethods extends MethodGroup {
  /** Creates an empty collection. @throws {VectorStoreError} with status 409 or 400 when a collection or an alias has the name. */
  async createCollection(collectionName: string, request: CreateCollectionRequest): Promise<true> {
    const context = contextOf('createCollection', collectionName);
    await this.database.createCollection(context, readCollectionConfig(request, context));
    return true;
  }

  /**
   * Creates an empty collection. Any existing collection of that name is removed first, with its points and aliases. When the
   * method rejects, nothing has changed.
   *
   * @throws {VectorStoreError} with status 400 when an alias has the name.
   */
  async recreateCollection(collectionName: string, request: CreateCollectionRequest): Promise<true> {
    const context = contextOf('recreateCollection', collectionName);
    await this.database.recreateCollection(context, readCollectionConfig(request, context));
    return true;
  }

  /**
   * Merges settings into those of a collection: tuning, metadata, and the modifier of sparse vectors.
   *
   * @throws {VectorStoreError} with status 400 when it names a vector that does not exist.
   */
  async updateCollection(collectionName: string, request: UpdateCollectionRequest = {}): Promise<true> {
    const context = contextOf('updateCollection', collectionName);
    const update = readCollectionUpdate(request, context);
    await this.database.reconfigure(context, ({ config }) => {
      return { config: updateConfig(config, update, context), changes: [] };
    });
    return true;
  }

  /** Returns whether a collection has this name or alias. */
  async collectionExists(collectionName: string): Promise<{ exists: boolean }> {
    return { exists: await this.database.hasCollection(contextOf('collectionExists', collectionName)) };
  }

  /** Returns the settings and counts of a collection. @throws {VectorStoreError} with status 404 when it does not exist. */
  async getCollection(collectionName: string): Promise<CollectionInfo> {
    return this.database.read(contextOf('getCollection', collectionName), describeCollection);
  }

  /** Returns the names of all collections, sorted. */
  async getCollections(): Promise<{ collections: { name: string }[] }> {
    const names = await this.database.collectionNames();
    return { collections: names.map((name) => ({ name })) };
  }

  /** Removes a collection with all its points and aliases. Returns false when no collection has that name. */
  async deleteCollection(collectionName: string): Promise<boolean> {
    return this.database.deleteCollection(contextOf('deleteCollection', collectionName));
  }
}
