import type { CollectionContext, Database } from '../engine/database.ts';
import { requireCollectionName } from '../requests/collections/read-collection-config.ts';

/** What the methods of all groups work on. */
export abstract class MethodGroup {
  /** @internal */
  protected readonly database: Database;

  /** @internal A number from 0 to below 1, anew at each call. */
  protected readonly random: () => number;

  /** @internal */
  constructor(database: Database, random: () => number) {
    this.database = database;
    this.random = random;
  }
}

/** Where a call was made. @throws {VectorStoreError} with status 422 when the collection's name is none. */
export function contextOf(operation: string, collection: string): CollectionContext {
  const context = { operation, collection };
  requireCollectionName(collection, context);
  return context;
}
