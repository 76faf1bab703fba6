import { type Route, route } from '../route.ts';

/** Entire collections. Source: qdrant/qdrant src/actix/api/collections_api.rs. */
export const collectionRoutes: readonly Route[] = [
  route('GET', '/collections', 'getCollections', ({ database }) => database.getCollections()),
  route('GET', '/collections/{collection_name}', 'getCollection', ({ database, collection }) =>
    database.getCollection(collection),
  ),
  route('PUT', '/collections/{collection_name}', 'createCollection', ({ database, collection, body }) =>
    database.createCollection(collection, body),
  ),
  route('PATCH', '/collections/{collection_name}', 'updateCollection', ({ database, collection, body }) =>
    database.updateCollection(collection, body),
  ),
  route('DELETE', '/collections/{collection_name}', 'deleteCollection', ({ database, collection }) =>
    database.deleteCollection(collection),
  ),
  route('GET', '/collections/{collection_name}/exists', 'collectionExists', ({ database, collection }) =>
    database.collectionExists(collection),
  ),
];
