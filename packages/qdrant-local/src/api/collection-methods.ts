import { readCollectionConfig } from '../requests/read-collection-config.ts';
import type { CreateCollectionRequest } from '../requests/request-types.ts';
import type { CollectionInfo } from '../requests/result-types.ts';
import { contextOf, DatabaseSession } from './database-session.ts';

/** Methods about whole collections. */
export abstract class CollectionMethods extends DatabaseSession {
  /** Adds an empty collection. @throws {VectorStoreError} with status 409 when the name is taken. */
  async createCollection(collectionName: string, request: CreateCollectionRequest): Promise<true> {
    const context = contextOf('createCollection', collectionName);
    await this.database.createCollection(context, readCollectionConfig(request, context));
    return true;
  }

  /** Whether there is a collection of that name. */
  async collectionExists(collectionName: string): Promise<{ exists: boolean }> {
    return { exists: await this.database.hasCollection(contextOf('collectionExists', collectionName)) };
  }

  /** Settings and counts of a collection. @throws {VectorStoreError} with status 404 when it is not there. */
  async getCollection(collectionName: string): Promise<CollectionInfo> {
    return this.database.read(contextOf('getCollection', collectionName), (collection) => collection.describe());
  }

  /** The names of all collections, sorted. */
  async getCollections(): Promise<{ collections: { name: string }[] }> {
    const names = await this.database.collectionNames();
    return { collections: names.map((name) => ({ name })) };
  }

  /** Removes a collection with all its points; false when there was none. */
  async deleteCollection(collectionName: string): Promise<boolean> {
    return this.database.deleteCollection(contextOf('deleteCollection', collectionName));
  }
}
