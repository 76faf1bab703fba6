export type { CallOptions } from './api/method-group.ts';
export type { ClusterTelemetryOptions, OptimizationsOptions } from './api/cluster-methods.ts';
export type { CollectionCallOptions } from './api/collection-methods.ts';
export type { PayloadIndexRequest, UpdateAliasesRequest, WriteOptions } from './api/schema-methods.ts';
export type { SnapshotOptions } from './api/snapshot-methods.ts';
export { withHeaders } from './backend/context-headers.ts';
export type { FolderLocation, MemoryLocation } from './backend/embedded-backend.ts';
export type { QdrantLocation } from './backend/open-backend.ts';
export type { ServerEndpoint } from './backend/qdrant-backend.ts';
export type { ServerLocation } from './backend/server-location.ts';
export type { ServerVersions, VersionListener } from './backend/version-check.ts';
export type { RetryOptions } from '@x/core';
export { Document, Image, InferenceObject } from './wire/inference-objects.ts';
export type { InferenceInput } from '@x/qdrant-local/wire';
export type {
  EmbeddedVector,
  EmbedderResolver,
  ImageEmbedder,
  ModelEmbedder,
  TextEmbedder,
} from './inference/model-embedder.ts';
export type { MigratedCollection, MigrateOptions, MigrationReport } from './migrate/migrate.ts';
export { QdrantClient, type QdrantClientOptions } from './qdrant-client.ts';
export type {
  CollectionType,
  CollectionTypes,
  Filter,
  PayloadPath,
  VectorName,
  VectorsOf,
  VectorType,
  WithPayload,
  WithVector,
} from './types/collections.ts';
export type { BulkMode } from './backend/bulk-modes.ts';
export type { ClusterOptions, ClusterSettings } from './vector-store/cluster-options.ts';
export type { CreateCollectionRequest } from './types/create-collection.ts';
export type {
  BatchUpdateRequest,
  DeletePayloadRequest,
  PayloadDeletion,
  PayloadUpdate,
  SetPayloadRequest,
  UpdateOperation,
} from './types/payloads.ts';
export type {
  CountRequest,
  DeleteRequest,
  DeleteVectorsRequest,
  PointColumns,
  PointInsert,
  PointsSelector,
  PointStruct,
  PointVectorsUpdate,
  ReadParameters,
  RetrievedPoint,
  RetrieveRequest,
  ScrollRequest,
  ScrollResult,
  UpdateVectorsRequest,
  UpsertRequest,
  VectorsDeletion,
  VectorsUpdate,
  WriteParameters,
} from './types/points.ts';
export type {
  BatchedQuery,
  ContextPair,
  FacetRequest,
  FeedbackItem,
  GroupsResult,
  PointGroup,
  Prefetch,
  Query,
  QueryBatchRequest,
  QueryGroupsRequest,
  QueryRequest,
  QueryResult,
  ScoredPoint,
  SearchMatrixRequest,
  VectorInput,
} from './types/queries.ts';
export type { DenseVector, PointVectors, SparseVectorInput, Vector } from './types/vectors.ts';
export { createSearchStore, type SearchStoreOptions } from './search-store.ts';
export type { Stream, UploadColumns } from './upload/points-of-columns.ts';
export { UploadError } from './upload/upload-error.ts';
export type { UploadOptions } from './upload/upload-points.ts';
export type { StoreClient } from './vector-store/store-client.ts';
export type {
  DenseStoreVector,
  Distance,
  SparseStoreVector,
  StoreVectorSettings,
  TokenStorage,
} from './vector-store/store-vectors.ts';
export { createVectorStore, type VectorsStoreOptions, type VectorStoreOptions } from './vector-store.ts';
