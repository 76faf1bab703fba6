import { type Route, route } from '../route.ts';

/** Aliases of collections. Source: qdrant/qdrant src/actix/api/collections_api.rs. */
export const aliasRoutes: readonly Route[] = [
  route('POST', '/collections/aliases', 'updateAliases', ({ database, body }) =>
    database.updateCollectionAliases(body),
  ),
  route('GET', '/collections/{collection_name}/aliases', 'getCollectionAliases', ({ database, collection }) =>
    database.getCollectionAliases(collection),
  ),
  route('GET', '/aliases', 'getCollectionsAliases', ({ database }) => database.getAliases()),
];
