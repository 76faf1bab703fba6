import { type Route, route } from '../route.ts';

const query = '/collections/{collection_name}/points/query';

/** Searches. Source: qdrant/qdrant src/actix/api/query_api.rs. */
export const queryRoutes: readonly Route[] = [
  route('POST', query, ({ database, collection, body }) => database.query(collection, body)),
  route('POST', `${query}/batch`, ({ database, collection, body }) => database.queryBatch(collection, body)),
];
