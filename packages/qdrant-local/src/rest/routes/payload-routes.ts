import { type Route, route } from '../route.ts';

const collectionPath = '/collections/{collection_name}';
const payload = `${collectionPath}/points/payload`;

/** Payloads of points, and what there is in them. Source: qdrant/qdrant src/actix/api/{update,facet}_api.rs. */
export const payloadRoutes: readonly Route[] = [
  route('POST', payload, ({ database, collection, body }) => database.setPayload(collection, body)),
  route('PUT', payload, ({ database, collection, body }) => database.overwritePayload(collection, body)),
  route('POST', `${payload}/delete`, ({ database, collection, body }) => database.deletePayload(collection, body)),
  route('POST', `${payload}/clear`, ({ database, collection, body }) => database.clearPayload(collection, body)),
  route('POST', `${collectionPath}/facet`, ({ database, collection, body }) => database.facet(collection, body)),
];
