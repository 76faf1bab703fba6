import { readAliasActions } from '../requests/collections/read-aliases.ts';
import type { AliasesResult, ChangeAliasesRequest } from '../requests/types/alias-types.ts';
import { contextOf, MethodGroup } from './method-group.ts';

/**
 * Methods about aliases, which are alternative names of collections. Wherever a method takes a collection's name, it also takes
 * an alias. The exceptions are `deleteCollection`, `recreateCollection` and the methods of this class, which take the name itself.
 */
export abstract class AliasMethods extends MethodGroup {
  /**
   * Creates, deletes and renames aliases in the given order. Applies all actions or, when it rejects, none. Creating an
   * existing alias redirects it to another collection.
   *
   * @throws {VectorStoreError} with status 404 when a collection, or an alias to rename, does not exist; with status 409
   *   when a collection has the name of the alias.
   * @example
   * await database.updateCollectionAliases({
   *   actions: [{ create_alias: { collection_name: 'fruit-2', alias_name: 'fruit' } }],
   * }); // => true
   */
  async updateCollectionAliases(request: ChangeAliasesRequest): Promise<true> {
    const context = { operation: 'updateCollectionAliases' };
    await this.database.changeAliases(context, readAliasActions(request, context));
    return true;
  }

  /** Returns the aliases of one collection. The list is empty when the collection does not exist. */
  async getCollectionAliases(collectionName: string): Promise<AliasesResult> {
    contextOf('getCollectionAliases', collectionName);
    return describe((await this.database.aliases()).filter(([, collection]) => collection === collectionName));
  }

  /** Returns all aliases. */
  async getAliases(): Promise<AliasesResult> {
    return describe(await this.database.aliases());
  }
}

function describe(aliases: [alias: string, collection: string][]): AliasesResult {
  return { aliases: aliases.map(([alias_name, collection_name]) => ({ alias_name, collection_name })) };
}
