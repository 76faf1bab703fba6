import { type Route, route } from '../route.ts';

const collectionPath = '/collections/{collection_name}';
const index = `${collectionPath}/index`;
const payload = `${collectionPath}/points/payload`;

/** Payloads of points, facets and payload indexes. Source: qdrant/qdrant src/actix/api/{update,facet}_api.rs. */
export const payloadRoutes: readonly Route[] = [
  route('POST', payload, 'setPayload', ({ database, collection, body }) => database.setPayload(collection, body)),
  route('PUT', payload, 'overwritePayload', ({ database, collection, body }) =>
    database.overwritePayload(collection, body),
  ),
  route('POST', `${payload}/delete`, 'deletePayload', ({ database, collection, body }) =>
    database.deletePayload(collection, body),
  ),
  route('POST', `${payload}/clear`, 'clearPayload', ({ database, collection, body }) =>
    database.clearPayload(collection, body),
  ),
  route('POST', `${collectionPath}/facet`, 'facet', ({ database, collection, body, reading }) =>
    database.facet(collection, body, reading),
  ),
  route('PUT', index, 'createFieldIndex', ({ database, collection, body }) =>
    database.createPayloadIndex(collection, body),
  ),
  route('DELETE', `${index}/{field_name}`, 'deleteFieldIndex', ({ database, collection, parameters }) =>
    database.deletePayloadIndex(collection, parameters['field_name']!),
  ),
];
