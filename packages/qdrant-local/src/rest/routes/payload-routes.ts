import { type Route, route } from '../route.ts';

const collectionPath = '/collections/{collection_name}';
const index = `${collectionPath}/index`;
const payload = `${collectionPath}/points/payload`;

/** Payloads of points, what there is in them, and their indexes. Source: qdrant/qdrant src/actix/api/{update,facet}_api.rs. */
export const payloadRoutes: readonly Route[] = [
  route('POST', payload, ({ database, collection, body }) => database.setPayload(collection, body)),
  route('PUT', payload, ({ database, collection, body }) => database.overwritePayload(collection, body)),
  route('POST', `${payload}/delete`, ({ database, collection, body }) => database.deletePayload(collection, body)),
  route('POST', `${payload}/clear`, ({ database, collection, body }) => database.clearPayload(collection, body)),
  route('POST', `${collectionPath}/facet`, ({ database, collection, body }) => database.facet(collection, body)),
  route('PUT', index, ({ database, collection, body }) => database.createPayloadIndex(collection, body)),
  route('DELETE', `${index}/{field_name}`, ({ database, collection, parameters }) =>
    database.deletePayloadIndex(collection, parameters['field_name']!),
  ),
];
