import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import type { BodyKind } from './walk-request.ts';
import type { AnswerKind } from './decode-answer.ts';

/** What an operation carries, and how it is sent to a server. */
export interface Operation {
  /** The method of the official client's `api()`. */
  readonly method: keyof ReturnType<OfficialClient['api']>;
  /** What its body may hold in the way of vectors and ids. */
  readonly body?: BodyKind;
  /** Where its answer has the ids of points. @default nowhere */
  readonly answer?: AnswerKind;
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

  upsert: { method: 'upsertPoints', body: 'upsertBody' },
  retrieve: { method: 'getPoints', body: 'idsBody', answer: 'point' },
  delete: { method: 'deletePoints', body: 'idsBody' },
  updateVectors: { method: 'updateVectors', body: 'upsertBody' },
  deleteVectors: { method: 'deleteVectors', body: 'idsBody' },
  setPayload: { method: 'setPayload', body: 'idsBody' },
  overwritePayload: { method: 'overwritePayload', body: 'idsBody' },
  deletePayload: { method: 'deletePayload', body: 'idsBody' },
  clearPayload: { method: 'clearPayload', body: 'idsBody' },
  batchUpdate: { method: 'batchUpdate', body: 'updatesBody' },

  scroll: { method: 'scrollPoints', body: 'scrollBody', answer: 'page' },
  count: { method: 'countPoints', body: 'filterBody' },
  facet: { method: 'facet', body: 'filterBody' },
  query: { method: 'queryPoints', body: 'queryBody', answer: 'page' },
  queryBatch: { method: 'queryBatchPoints', body: 'queriesBody', answer: 'page' },
  queryGroups: { method: 'queryPointsGroups', body: 'queryBody', answer: 'groups' },
  searchMatrixPairs: { method: 'searchMatrixPairs', body: 'filterBody', answer: 'pairs' },
  searchMatrixOffsets: { method: 'searchMatrixOffsets', body: 'filterBody', answer: 'offsets' },

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
