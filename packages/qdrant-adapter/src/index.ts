export type { FolderLocation } from './backend/embedded-backend.ts';
export type { QdrantLocation } from './backend/open-backend.ts';
export type { ServerLocation } from './backend/remote-backend.ts';
export type { RetryOptions } from './backend/retry.ts';
export { Document, Image, type InferenceInput, InferenceObject } from './inference/inference-objects.ts';
export {
  type CallOptions,
  type CreateCollectionRequest,
  QdrantClient,
  type QdrantClientOptions,
} from './qdrant-client.ts';
export type {
  CountRequest,
  DeleteRequest,
  DenseVector,
  PointColumns,
  PointStruct,
  PointVectors,
  ReadParameters,
  RetrievedPoint,
  RetrieveRequest,
  ScrollRequest,
  ScrollResult,
  SetPayloadRequest,
  SparseVectorInput,
  UpsertRequest,
  Vector,
  WriteParameters,
} from './types/points.ts';
export type {
  ContextPair,
  Prefetch,
  Query,
  QueryRequest,
  QueryResult,
  ScoredPoint,
  VectorInput,
} from './types/queries.ts';
export type { Stream, UploadColumns } from './upload/points-of-columns.ts';
export { UploadError } from './upload/upload-error.ts';
export type { UploadOptions } from './upload/upload-points.ts';
export { createVectorStore, type Distance, type VectorStoreOptions } from './vector-store.ts';
