import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import type { BodyKind } from '../requests/walk-request.ts';
import type { OperationName } from './qdrant-backend.ts';

/** How an operation is sent. */
export interface RemoteRoute {
  /** The method of the official client's `api()`. */
  readonly method: keyof ReturnType<OfficialClient['api']>;
  /** What its body may hold in the way of vectors and ids. */
  readonly body?: BodyKind;
  /** True when sending it twice does what sending it once does, answer included. */
  readonly isIdempotent: boolean;
}

/** One line for each operation. */
export const remoteRoutes: Readonly<Record<OperationName, RemoteRoute>> = {
  createCollection: { method: 'createCollection', isIdempotent: false },
  collectionExists: { method: 'collectionExists', isIdempotent: true },
  getCollection: { method: 'getCollection', isIdempotent: true },
  getCollections: { method: 'getCollections', isIdempotent: true },
  deleteCollection: { method: 'deleteCollection', isIdempotent: false },
  upsert: { method: 'upsertPoints', body: 'upsertBody', isIdempotent: true },
  retrieve: { method: 'getPoints', body: 'idsBody', isIdempotent: true },
  delete: { method: 'deletePoints', body: 'idsBody', isIdempotent: true },
  setPayload: { method: 'setPayload', body: 'idsBody', isIdempotent: true },
  query: { method: 'queryPoints', body: 'queryBody', isIdempotent: true },
  scroll: { method: 'scrollPoints', body: 'scrollBody', isIdempotent: true },
  count: { method: 'countPoints', isIdempotent: true },
};
