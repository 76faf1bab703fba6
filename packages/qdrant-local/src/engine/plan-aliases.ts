import { aliasNotFound, collectionExists, collectionNotFound, type RequestContext } from '../json/server-errors.ts';
import type { AliasAction } from '../requests/collections/read-aliases.ts';
import type { Aliases } from './storage.ts';

/**
 * Returns all aliases after the actions, without changing the given ones. Each action sees the results of those before it. When
 * one fails, none is applied. Creating an existing alias redirects it; deleting a missing one does nothing.
 *
 * Source: qdrant/qdrant lib/storage/src/content_manager/consensus_state_machine/state/plan.rs. A server before 1.20 keeps the
 * results of the actions before a failed one. Unlike on a server, renaming cannot hide a collection behind an alias.
 *
 * @throws {VectorStoreError} with status 404 when a collection or an alias to rename does not exist, with status 409 when
 *   a collection has the alias's name.
 */
export function planAliases(
  aliases: Aliases,
  actions: readonly AliasAction[],
  { hasCollection, context }: { hasCollection: (name: string) => boolean; context: RequestContext },
): Aliases {
  const planned = new Map(aliases);
  const point = (alias: string, collection: string): void => {
    if (!hasCollection(collection)) throw collectionNotFound({ ...context, collection });
    if (hasCollection(alias)) throw collectionExists({ ...context, collection: alias });
    planned.set(alias, collection);
  };
  for (const action of actions) {
    if (action.kind === 'create') {
      point(action.alias, action.collection);
    } else if (action.kind === 'delete') {
      planned.delete(action.alias);
    } else {
      const collection = planned.get(action.oldAlias);
      if (collection === undefined) throw aliasNotFound(context, action.oldAlias);
      planned.delete(action.oldAlias);
      point(action.newAlias, collection);
    }
  }
  return planned;
}

/** Returns the aliases of other collections. */
export function withoutAliasesOf(aliases: Aliases, collection: string): Aliases {
  return new Map([...aliases].filter(([, target]) => target !== collection));
}
