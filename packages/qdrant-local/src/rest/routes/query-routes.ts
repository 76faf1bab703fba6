import { type Route, route } from '../route.ts';

const query = '/collections/{collection_name}/points/query';
const matrix = '/collections/{collection_name}/points/search/matrix';

/** Searches. Source: qdrant/qdrant src/actix/api/{query,search}_api.rs. */
export const queryRoutes: readonly Route[] = [
  route('POST', query, 'queryPoints', ({ database, collection, body, reading }) =>
    database.query(collection, body, reading),
  ),
  route('POST', `${query}/batch`, 'queryBatchPoints', ({ database, collection, body, reading }) =>
    database.queryBatch(collection, body, reading),
  ),
  route('POST', `${query}/groups`, 'queryPointsGroups', ({ database, collection, body, reading }) =>
    database.queryGroups(collection, body, reading),
  ),
  route('POST', `${matrix}/pairs`, 'searchMatrixPairs', ({ database, collection, body, reading }) =>
    database.searchMatrixPairs(collection, body, reading),
  ),
  route('POST', `${matrix}/offsets`, 'searchMatrixOffsets', ({ database, collection, body, reading }) =>
    database.searchMatrixOffsets(collection, body, reading),
  ),
];
