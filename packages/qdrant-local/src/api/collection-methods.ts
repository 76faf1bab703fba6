import { updateConfig } from '../engine/change-config.ts';
import { describeCollection } from '../engine/describe-collection.ts';
import { readCollectionConfig } from '../requests/collections/read-collection-config.ts';
import { readCollectionUpdate } from '../requests/collections/read-collection-update.ts';
import type { CreateCollectionRequest, UpdateCollectionRequest } from '../requests/types/request-types.ts';
import type { CollectionInfo } from '../requests/types/result-types.ts';
import { contextOf, MethodGroup } from './method-group.ts';

/** Methods about whole collections. */
export abstract class CollectionMethods extends MethodGroup {
  /** Adds an empty collection. @throws {VectorStoreError} with status 409 or 400 when a collection or an alias has the name. */
  async createCollection(collectionName: string, request: CreateCollectionRequest): Promise<true> {
    const context = contextOf('createCollection', collectionName);
    await this.database.createCollection(context, readCollectionConfig(request, context));
    return true;
  }

  /**
   * Adds an empty collection after removing the one of that name, if there is one, with its points and aliases: both or,
   * when it rejects, neither.
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
   * @throws {VectorStoreError} with status 400 when it names a vector that is not there.
   */
  async updateCollection(collectionName: string, request: UpdateCollectionRequest = {}): Promise<true> {
    const context = contextOf('updateCollection', collectionName);
    const update = readCollectionUpdate(request, context);
    await this.database.reconfigure(context, ({ config }) => {
      return { config: updateConfig(config, update, context), changes: [] };
    });
    return true;
  }

  /** Whether there is a collection of that name. */
  async collectionExists(collectionName: string): Promise<{ exists: boolean }> {
    return { exists: await this.database.hasCollection(contextOf('collectionExists', collectionName)) };
  }

  /** Settings and counts of a collection. @throws {VectorStoreError} with status 404 when it is not there. */
  async getCollection(collectionName: string): Promise<CollectionInfo> {
    return this.database.read(contextOf('getCollection', collectionName), describeCollection);
  }

  /** The names of all collections, sorted. */
  async getCollections(): Promise<{ collections: { name: string }[] }> {
    const names = await this.database.collectionNames();
    return { collections: names.map((name) => ({ name })) };
  }

  /** Removes a collection with all its points and aliases; false when there is none of that name. */
  async deleteCollection(collectionName: string): Promise<boolean> {
    return this.database.deleteCollection(contextOf('deleteCollection', collectionName));
  }
}
