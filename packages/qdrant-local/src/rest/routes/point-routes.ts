import { VectorStoreError } from '@x/core';

import { type Route, route, type RouteCall } from '../route.ts';

const points = '/collections/{collection_name}/points';

/** Writing, retrieving and listing points. Source: qdrant/qdrant src/actix/api/{update,retrieve,count}_api.rs. */
export const pointRoutes: readonly Route[] = [
  route('GET', `${points}/{id}`, 'getPoint', getPoint),
  route('POST', points, 'getPoints', ({ database, collection, body, reading }) =>
    database.retrieve(collection, body, reading),
  ),
  route('PUT', points, 'upsertPoints', ({ database, collection, body }) => database.upsert(collection, body)),
  route('POST', `${points}/delete`, 'deletePoints', ({ database, collection, body }) =>
    database.delete(collection, body),
  ),
  route('POST', `${points}/batch`, 'batchUpdate', ({ database, collection, body }) =>
    database.batchUpdate(collection, body),
  ),
  route('POST', `${points}/scroll`, 'scrollPoints', ({ database, collection, body, reading }) =>
    database.scroll(collection, body, reading),
  ),
  route('POST', `${points}/count`, 'countPoints', ({ database, collection, body, reading }) =>
    database.count(collection, body, reading),
  ),
];

async function getPoint({ database, collection, reading, parameters: { id = '' } }: RouteCall): Promise<unknown> {
  const pointId = /^\d+$/.test(id) ? BigInt(id) : id;
  const request = { ids: [pointId], with_payload: true, with_vector: true };
  const [record] = await database.retrieve(collection, request, reading);
  if (record !== undefined) return record;
  const message = `Not found: Point with id ${id} does not exists!`;
  throw new VectorStoreError({ message, operation: 'getPoint', collection, status: 404 });
}
