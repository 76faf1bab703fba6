import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import { type WireOperation, wireOperations } from '@x/qdrant-local/wire';

/** How an operation is sent to a server. */
export interface Operation {
  /** The method of the official client's `api()`. */
  readonly method: keyof ReturnType<OfficialClient['api']>;
  /** Whether a retry is safe, because the operation is idempotent or the backend checks whether it was applied. @default true */
  readonly isRepeatable?: false;
  /** The result when the server accepts the call with status 202, without a result, and carries it out later. */
  readonly accepted?: true | null;
}

/** Name of an operation, which is a method of the official client. `recreateCollection` consists of two operations. */
export type OperationName = Exclude<keyof OfficialClient, 'api' | 'recreateCollection'>;

/** How each operation is sent. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  createCollection: { method: 'createCollection' },
  collectionExists: { method: 'collectionExists' },
  getCollection: { method: 'getCollection' },
  getCollections: { method: 'getCollections' },
  updateCollection: { method: 'updateCollection' },
  deleteCollection: { method: 'deleteCollection' },
  updateCollectionAliases: { method: 'updateAliases' },
  getCollectionAliases: { method: 'getCollectionAliases' },
  getAliases: { method: 'getCollectionsAliases' },
  createPayloadIndex: { method: 'createFieldIndex' },
  deletePayloadIndex: { method: 'deleteFieldIndex' },
  createVectorName: { method: 'createVectorName' },
  deleteVectorName: { method: 'deleteVectorName' },

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
  createSnapshot: { method: 'createSnapshot', isRepeatable: false, accepted: null },
  deleteSnapshot: { method: 'deleteSnapshot', isRepeatable: false, accepted: true },
  recoverSnapshot: { method: 'recoverFromSnapshot', isRepeatable: false, accepted: true },
  listFullSnapshots: { method: 'listFullSnapshots' },
  createFullSnapshot: { method: 'createFullSnapshot', isRepeatable: false, accepted: null },
  deleteFullSnapshot: { method: 'deleteFullSnapshot', isRepeatable: false, accepted: true },
  listShardSnapshots: { method: 'listShardSnapshots' },
  createShardSnapshot: { method: 'createShardSnapshot', isRepeatable: false, accepted: null },
  deleteShardSnapshot: { method: 'deleteShardSnapshot', isRepeatable: false, accepted: true },
  recoverShardFromSnapshot: { method: 'recoverShardFromSnapshot', isRepeatable: false, accepted: true },

  collectionClusterInfo: { method: 'collectionClusterInfo' },
  updateCollectionCluster: { method: 'updateCollectionCluster', isRepeatable: false },
  listShardKeys: { method: 'listShardKeys' },
  createShardKey: { method: 'createShardKey' },
  deleteShardKey: { method: 'deleteShardKey' },
  clusterTelemetry: { method: 'clusterTelemetry' },
  getOptimizations: { method: 'getOptimizations' },
  getQuotas: { method: 'getQuotas' },
  updateQuotas: { method: 'updateQuotas' },
  versionInfo: { method: 'root' },
};

/** Returns the kinds of the body and the response of an operation, which determine where they contain vectors and ids. */
export function placesIn(operation: OperationName): WireOperation {
  return wireOperations[operations[operation].method] ?? {};
}
