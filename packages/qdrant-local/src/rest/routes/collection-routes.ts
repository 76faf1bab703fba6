import { type Route, route } from '../route.ts';

/** Whole collections. Source: qdrant/qdrant src/actix/api/collections_api.rs. */
export const collectionRoutes: readonly Route[] = [
  route('GET', '/collections', ({ database }) => database.getCollections()),
  route('GET', '/collections/{collection_name}', ({ database, collection }) => database.getCollection(collection)),
  route('PUT', '/collections/{collection_name}', ({ database, collection, body }) =>
    database.createCollection(collection, body),
  ),
  route('PATCH', '/collections/{collection_name}', ({ database, collection, body }) =>
    database.updateCollection(collection, body),
  ),
  route('DELETE', '/collections/{collection_name}', ({ database, collection }) =>
    database.deleteCollection(collection),
  ),
  route('GET', '/collections/{collection_name}/exists', ({ database, collection }) =>
    database.collectionExists(collection),
  ),
];
