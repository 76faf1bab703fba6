import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import { type WireOperation, wireOperations } from '@x/qdrant-local/wire';

/** How an operation is sent to a server. */
export interface Operation {
  /** The method of the official client's `api()`. */
  readonly method: keyof ReturnType<OfficialClient['api']>;
  /** True when sending it twice does what sending it once does, answer included. @default true */
  readonly isIdempotent?: false;
}

/** Name of an operation: a method of the official client. `recreateCollection` is two of them. */
export type OperationName = Exclude<keyof OfficialClient, 'api' | 'recreateCollection'>;

/** One line for each operation. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  createCollection: { method: 'createCollection', isIdempotent: false },
  collectionExists: { method: 'collectionExists' },
  getCollection: { method: 'getCollection' },
  getCollections: { method: 'getCollections' },
  updateCollection: { method: 'updateCollection' },
  deleteCollection: { method: 'deleteCollection', isIdempotent: false },
  updateCollectionAliases: { method: 'updateAliases', isIdempotent: false },
  getCollectionAliases: { method: 'getCollectionAliases' },
  getAliases: { method: 'getCollectionsAliases' },
  createPayloadIndex: { method: 'createFieldIndex' },
  deletePayloadIndex: { method: 'deleteFieldIndex' },
  createVectorName: { method: 'createVectorName', isIdempotent: false },
  deleteVectorName: { method: 'deleteVectorName', isIdempotent: false },

  upsert: { method: 'upsertPoints' },
  retrieve: { method: 'getPoints' },
  delete: { method: 'deletePoints' },
  updateVectors: { method: 'updateVectors' },
  deleteVectors: { method: 'deleteVectors' },
  setPayload: { method: 'setPayload' },
  overwritePayload: { method: 'overwritePayload' },
  deletePayload: { method: 'deletePayload' },
  clearPayload: { method: 'clearPayload' },
  batchUpdate: { method: 'batchUpdate' },

  scroll: { method: 'scrollPoints' },
  count: { method: 'countPoints' },
  facet: { method: 'facet' },
  query: { method: 'queryPoints' },
  queryBatch: { method: 'queryBatchPoints' },
  queryGroups: { method: 'queryPointsGroups' },
  searchMatrixPairs: { method: 'searchMatrixPairs' },
  searchMatrixOffsets: { method: 'searchMatrixOffsets' },

  listSnapshots: { method: 'listSnapshots' },
  createSnapshot: { method: 'createSnapshot', isIdempotent: false },
  deleteSnapshot: { method: 'deleteSnapshot', isIdempotent: false },
  recoverSnapshot: { method: 'recoverFromSnapshot', isIdempotent: false },
  listFullSnapshots: { method: 'listFullSnapshots' },
  createFullSnapshot: { method: 'createFullSnapshot', isIdempotent: false },
  deleteFullSnapshot: { method: 'deleteFullSnapshot', isIdempotent: false },
  listShardSnapshots: { method: 'listShardSnapshots' },
  createShardSnapshot: { method: 'createShardSnapshot', isIdempotent: false },
  deleteShardSnapshot: { method: 'deleteShardSnapshot', isIdempotent: false },
  recoverShardFromSnapshot: { method: 'recoverShardFromSnapshot', isIdempotent: false },

  collectionClusterInfo: { method: 'collectionClusterInfo' },
  updateCollectionCluster: { method: 'updateCollectionCluster', isIdempotent: false },
  listShardKeys: { method: 'listShardKeys' },
  createShardKey: { method: 'createShardKey', isIdempotent: false },
  deleteShardKey: { method: 'deleteShardKey', isIdempotent: false },
  clusterTelemetry: { method: 'clusterTelemetry' },
  getOptimizations: { method: 'getOptimizations' },
  getQuotas: { method: 'getQuotas' },
  updateQuotas: { method: 'updateQuotas' },
  versionInfo: { method: 'root' },
};

/** Where the body and the answer of an operation have vectors and ids. */
export function placesIn(operation: OperationName): WireOperation {
  return wireOperations[operations[operation].method] ?? {};
}
