import { type Route, route } from '../route.ts';

const query = '/collections/{collection_name}/points/query';
const matrix = '/collections/{collection_name}/points/search/matrix';

/** Searches. Source: qdrant/qdrant src/actix/api/{query,search}_api.rs. */
export const queryRoutes: readonly Route[] = [
  route('POST', query, 'queryPoints', ({ database, collection, body }) => database.query(collection, body)),
  route('POST', `${query}/batch`, 'queryBatchPoints', ({ database, collection, body }) =>
    database.queryBatch(collection, body),
  ),
  route('POST', `${query}/groups`, 'queryPointsGroups', ({ database, collection, body }) =>
    database.queryGroups(collection, body),
  ),
  route('POST', `${matrix}/pairs`, 'searchMatrixPairs', ({ database, collection, body }) =>
    database.searchMatrixPairs(collection, body),
  ),
  route('POST', `${matrix}/offsets`, 'searchMatrixOffsets', ({ database, collection, body }) =>
    database.searchMatrixOffsets(collection, body),
  ),
];
