export type { ImportCollectionOptions } from './api/transfer-methods.ts';
export type { LargeCollectionWarning } from './engine/size-watch.ts';
export type {
  Condition,
  DatetimeRange,
  FieldCondition,
  Filter,
  GeoBoundingBox,
  GeoPoint,
  GeoPolygon,
  GeoRadius,
  HasIdCondition,
  HasVectorCondition,
  IsEmptyCondition,
  IsNullCondition,
  Match,
  NestedCondition,
  Range,
  SliceCondition,
  ValuesCount,
} from './filter/filter-types.ts';
export type {
  IntegerSettings,
  KeywordSettings,
  PayloadIndexSchema,
  PayloadIndexSettings,
  PayloadIndexType,
  PlainSettings,
  RangeSettings,
  TextSettings,
} from './payload-indexes/index-settings.ts';
export type { PayloadIndexInfo } from './payload-indexes/payload-indexes.ts';
export { QdrantLocal, type QdrantLocalOptions } from './qdrant-local.ts';
export type { AliasesResult, AliasOperation, ChangeAliasesRequest } from './requests/alias-types.ts';
export type {
  PointGroup,
  QueryGroupsResult,
  SearchMatrixOffsetsResult,
  SearchMatrixPairsResult,
} from './requests/query-result-types.ts';
export type {
  ContextPairInput,
  ContextQuery,
  DecayParams,
  DiscoverQuery,
  Expression,
  FormulaQuery,
  GroupLookup,
  NearestQuery,
  Prefetch,
  Query,
  QueryBatchRequest,
  QueryGroupsRequest,
  QueryRequest,
  RecommendQuery,
  RelevanceFeedbackQuery,
  RrfQuery,
  SearchMatrixRequest,
  VectorInput,
} from './requests/query-types.ts';
export type {
  BatchUpdateRequest,
  ClearPayloadRequest,
  CountRequest,
  CreateCollectionRequest,
  CreatePayloadIndexRequest,
  DeletePayloadRequest,
  DeleteRequest,
  DeleteVectorsRequest,
  FacetRequest,
  OrderBy,
  OverwritePayloadRequest,
  PointBatch,
  PointsSelector,
  PointStruct,
  RetrieveRequest,
  ScrollRequest,
  SetPayloadRequest,
  UpdateCollectionRequest,
  UpdateMode,
  UpdateOperation,
  UpdateVectorsRequest,
  UpsertRequest,
  VectorNameConfig,
  WithPayload,
  WithVector,
  WriteOptions,
} from './requests/request-types.ts';
export type {
  CollectionInfo,
  FacetResult,
  PointRecordResult,
  QueryResult,
  ScoredPoint,
  ScrollResult,
  UpdateResult,
  VectorResult,
} from './requests/result-types.ts';
export type { Durability } from './storage/durability.ts';
export type {
  DenseVector,
  MultiVector,
  PointVectors,
  SparseVector,
  SparseVectorParams,
  Vector,
  VectorParams,
} from './requests/vector-types.ts';
export type { Datatype } from './vectors/datatypes.ts';
export type { Distance } from './vectors/distances.ts';
export { shortestFloat32 } from './vectors/shortest-float32.ts';
