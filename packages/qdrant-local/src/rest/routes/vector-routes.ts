import { type Route, route } from '../route.ts';

const vectors = '/collections/{collection_name}/points/vectors';
const vectorName = '/collections/{collection_name}/vectors/{vector_name}';

/** Vectors of points, and vector names. Source: qdrant/qdrant src/actix/api/{update,vector_name}_api.rs. */
export const vectorRoutes: readonly Route[] = [
  route('PUT', vectors, 'updateVectors', ({ database, collection, body }) => database.updateVectors(collection, body)),
  route('POST', `${vectors}/delete`, 'deleteVectors', ({ database, collection, body }) =>
    database.deleteVectors(collection, body),
  ),
  route('PUT', vectorName, 'createVectorName', ({ database, collection, parameters, body }) =>
    database.createVectorName(collection, parameters['vector_name']!, body),
  ),
  route('DELETE', vectorName, 'deleteVectorName', ({ database, collection, parameters }) =>
    database.deleteVectorName(collection, parameters['vector_name']!),
  ),
];
