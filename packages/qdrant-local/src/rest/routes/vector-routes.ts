import { type Route, route } from '../route.ts';

const vectors = '/collections/{collection_name}/points/vectors';

/** Vectors of points. Source: qdrant/qdrant src/actix/api/update_api.rs. */
export const vectorRoutes: readonly Route[] = [
  route('PUT', vectors, ({ database, collection, body }) => database.updateVectors(collection, body)),
  route('POST', `${vectors}/delete`, ({ database, collection, body }) => database.deleteVectors(collection, body)),
];
