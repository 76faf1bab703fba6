export type { Chunker, TextSpan } from './contracts/chunker.ts';
export type { Embedder, EmbedderCallOptions } from './contracts/embedder.ts';
export type { EncodedSequence } from './contracts/encoded-sequence.ts';
export type {
  DenseActivation,
  DenseLayer,
  HeadLayer,
  LayerNormLayer,
  NormalizeLayer,
  TruncateLayer,
} from './contracts/head-layer.ts';
export type {
  HybridCallOptions,
  HybridEmbedder,
  HybridEmbedding,
  HybridKind,
  HybridPart,
} from './contracts/hybrid-embedder.ts';
export type { MultiVectorEmbedder } from './contracts/multi-vector-embedder.ts';
export type { RankedDocument, Reranker, RerankOptions } from './contracts/reranker.ts';
export type {
  SearchStore,
  SearchStoreQueryOptions,
  SearchVectors,
  StoredTokenVectors,
  StorePrefetch,
  StoreVectorOptions,
} from './contracts/search-store.ts';
export type { SparseEmbedder, SparseVector, SparseWord } from './contracts/sparse-embedder.ts';
export type { TokenEmbedder, TokenEmbedding } from './contracts/token-embedder.ts';
export type {
  NamedVectorsPoint,
  NamedVectorStore,
  PointId,
  ReadableVectorStore,
  StoreDatabase,
  StoredPoint,
  StoreHit,
  StorePayload,
  StoreQueryOptions,
  StoreVector,
  VectorStore,
  VersionedScanOptions,
  VersionedStore,
  VersionGuard,
} from './contracts/vector-store.ts';
export { callListener, callObserver } from './call-listener.ts';
export { causesOf } from './errors/causes-of.ts';
export { DisposedError } from './errors/disposed-error.ts';
export { DownloadError } from './errors/download-error.ts';
export { InferenceError } from './errors/inference-error.ts';
export { InvalidArgumentError } from './errors/invalid-argument-error.ts';
export { ModelFileError, type ModelFileProblem } from './errors/model-file-error.ts';
export { ModelUnavailableError } from './errors/model-unavailable-error.ts';
export { NativeLibraryError, type NativeLibraryProblem } from './errors/native-library-error.ts';
export { NonFiniteOutputError } from './errors/non-finite-output-error.ts';
export { PipelineStageError } from './errors/pipeline-stage-error.ts';
export { QueueError } from './errors/queue-error.ts';
export { RemoteModelError, type RemoteModelErrorFacts } from './errors/remote-model-error.ts';
export { SequenceTooLongError } from './errors/sequence-too-long-error.ts';
export { ShapeMismatchError } from './errors/shape-mismatch-error.ts';
export { UnknownModelError } from './errors/unknown-model-error.ts';
export { UnsupportedExecutionProviderError } from './errors/unsupported-execution-provider-error.ts';
export { VectorStoreError, type VectorStoreErrorFacts } from './errors/vector-store-error.ts';
export { hasErrorCode, XError } from './errors/x-error.ts';
export { emitWarning, type WarningOptions } from './emit-warning.ts';
export {
  findForeignHeader,
  type ForeignHeader,
  type ListeningServer,
  type OriginHeaders,
  requireHostNames,
} from './foreign-requests.ts';
export { gatherMethods } from './gather-methods.ts';
export { canonicalUuid } from './guards/canonical-uuid.ts';
export { isDocumentId } from './guards/is-document-id.ts';
export { isIterableObject } from './guards/is-iterable-object.ts';
export { isPlainObject } from './guards/is-plain-object.ts';
export { requireEmbedding, requireEmbeddings } from './guards/require-embeddings.ts';
export { type IntegerRange, requireInteger } from './guards/require-integer.ts';
export { type NumberRange, requireNumber } from './guards/require-number.ts';
export { requireKnownNames } from './guards/require-known-names.ts';
export {
  type OptionKind,
  type OptionKinds,
  pickOptions,
  requireKind,
  requireOptions,
} from './guards/require-options.ts';
export { requireMadeBy, requireMethods, type WantedMethods } from './guards/require-methods.ts';
export { requireTimeout } from './guards/require-timeout.ts';
export { requireOneOf } from './guards/require-one-of.ts';
export { requireFilledText, requireText, requireTexts, requireTextStream } from './guards/require-texts.ts';
export { nearestNames } from './nearest-names.ts';
export { nextTurn } from './next-turn.ts';
export { float16Bits, float16Table, widenFloat16 } from './numbers/float16.ts';
export { normalizeInPlace } from './numbers/normalize.ts';
export type { ProgressEvent, ProgressListener, ProgressPhase } from './progress.ts';
export { isConnectionCode } from './remote/connection-codes.ts';
export { refusesContent } from './remote/refuses-content.ts';
export {
  createRetryPolicy,
  isRetryableStatus,
  type Outcome,
  type RetryOptions,
  type RetryPolicy,
  withRetries,
} from './remote/retry.ts';
export { parseRetryAfter, retryAfterIn } from './remote/retry-after.ts';
export {
  type ServerHeaders,
  serverHeaders,
  type ServerHeadersOptions,
  withoutSecrets,
} from './remote/server-headers.ts';
export { allOrNone } from './all-or-none.ts';
export { followSignal, onAbort, type OwnSignal, untilAborted } from './signals.ts';
export { sleep } from './sleep.ts';
export { findLoneSurrogate, hasLoneSurrogate } from './text-files/has-lone-surrogate.ts';
export { readUntilAborted, SourceReader } from './source-reader.ts';
export { withoutByteOrderMark } from './text-files/byte-order-mark.ts';
export { isEscaped } from './text-files/is-escaped.ts';
export { readLines } from './text-files/read-lines.ts';
export { stringifyJsonLine } from './text-files/stringify-json-line.ts';
export { Turns, type TurnsOptions } from './turns.ts';
export type { ModelUsage, UsageListener } from './usage.ts';
export { fetchWebFile, readWebFile, webFileCache } from './web-files.ts';
export { type WebCache, type WebPlatform, webPlatform } from './web-platform.ts';
