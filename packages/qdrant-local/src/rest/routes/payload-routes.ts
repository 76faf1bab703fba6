import { type Route, route } from '../route.ts';

const payload = '/collections/{collection_name}/points/payload';

/** Payloads of points. Source: qdrant/qdrant src/actix/api/update_api.rs. */
export const payloadRoutes: readonly Route[] = [
  route('POST', payload, ({ database, collection, body }) => database.setPayload(collection, body)),
];
