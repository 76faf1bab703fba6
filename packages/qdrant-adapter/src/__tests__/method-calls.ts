import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';

/** A method of the official client. */
export type Method = Exclude<keyof OfficialClient, 'api'>;

const write = { wait: true, ordering: 'strong', timeout: 7 };
const vectors = { size: 2, distance: 'Dot' };
const points = [{ id: 1, vector: [1, 2], payload: { name: 'Argo' } }];
const selected = { points: [1], shard_key: 'a' };
const filter = { must: [{ key: 'name', match: { value: 'Argo' } }] };
const read = { filter, consistency: 'majority', timeout: 7, shard_key: 'a' };
const groupSearch = { prefetch: [{ query: [1, 2], limit: 3 }], query: { fusion: 'rrf' }, using: 'a', limit: 7 };
const search = { ...groupSearch, offset: 2 };

/** Each method of the official client with valid arguments. */
export const methodCalls: Readonly<Record<Method, readonly unknown[]>> = {
  getCollections: [],
  getCollection: ['c'],
  collectionExists: ['c'],
  createCollection: ['c', { vectors, shard_number: 6, replication_factor: 2, timeout: 7 }],
  recreateCollection: ['c', { vectors, on_disk_payload: true }],
  updateCollection: ['c', { optimizers_config: { indexing_threshold: 9 }, timeout: 7 }],
  deleteCollection: ['c', { timeout: 7 }],
  updateCollectionAliases: [{ actions: [{ delete_alias: { alias_name: 'a' } }], timeout: 7 }],
  getCollectionAliases: ['c'],
  getAliases: [],
  createPayloadIndex: ['c', { field_name: 'name', field_schema: 'keyword', ...write }],
  deletePayloadIndex: ['c', 'crew/name', write],
  createVectorName: ['c', 'new/name', { dense: vectors }, write],
  deleteVectorName: ['c', 'old', write],
  upsert: ['c', { points, ...write }],
  retrieve: ['c', { ids: [1], with_payload: ['name'], with_vector: true, consistency: 2, timeout: 7 }],
  delete: ['c', { ...selected, ...write }],
  updateVectors: ['c', { points: [{ id: 1, vector: { a: [1] } }], ...write }],
  deleteVectors: ['c', { ...selected, vector: ['a'], ...write }],
  setPayload: ['c', { ...selected, payload: { a: 1 }, key: 'b', ...write }],
  overwritePayload: ['c', { filter, payload: { a: 1 }, ...write }],
  deletePayload: ['c', { ...selected, keys: ['a'], ...write }],
  clearPayload: ['c', { ...selected, ...write }],
  batchUpdate: ['c', { operations: [{ upsert: { points } }, { clear_payload: selected }], ...write }],
  scroll: ['c', { ...read, offset: 7, limit: 3 }],
  count: ['c', { filter, shard_key: 'a', timeout: 7 }],
  facet: ['c', { ...read, key: 'name', limit: 5, exact: true }],
  query: ['c', { ...read, ...search, with_payload: true }],
  queryBatch: ['c', { searches: [search, { query: 7 }], consistency: 'all', timeout: 7 }],
  queryGroups: ['c', { ...read, ...groupSearch, group_by: 'name', group_size: 2, with_lookup: 'names' }],
  searchMatrixPairs: ['c', { ...read, sample: 5, limit: 2, using: 'a' }],
  searchMatrixOffsets: ['c', { ...read, sample: 5, limit: 2, using: 'a' }],
  listSnapshots: ['c'],
  createSnapshot: ['c', { wait: true }],
  deleteSnapshot: ['c', 's', { wait: true }],
  recoverSnapshot: ['c', { location: 'http://elsewhere/s', priority: 'replica', checksum: 'x' }],
  listFullSnapshots: [],
  createFullSnapshot: [{ wait: true }],
  deleteFullSnapshot: ['s', { wait: true }],
  listShardSnapshots: ['c', 0],
  createShardSnapshot: ['c', 0, { wait: true }],
  deleteShardSnapshot: ['c', 0, 's', { wait: true }],
  recoverShardFromSnapshot: ['c', 0, { location: 'http://elsewhere/s', wait: true }],
  collectionClusterInfo: ['c'],
  updateCollectionCluster: ['c', { drop_replica: { shard_id: 0, peer_id: 7 }, timeout: 7 }],
  listShardKeys: ['c'],
  createShardKey: ['c', { shard_key: 'a', shards_number: 2, timeout: 7 }],
  deleteShardKey: ['c', { shard_key: 'a', timeout: 7 }],
  clusterTelemetry: [{ details_level: 2, timeout: 7 }],
  getOptimizations: ['c', { with: 'queued', completed_limit: 3 }],
  getQuotas: [],
  updateQuotas: [{ wait: true }],
  versionInfo: [],
};
