export type { ConformanceCase, ConformanceOptions, WithSubject } from './conformance-case.ts';
export { type Deferred, deferred } from './deferred.ts';
export {
  type EmbedderConformanceOptions,
  embedderConformance,
  multiVectorEmbedderConformance,
  sparseEmbedderConformance,
} from './embedder-conformance.ts';
export { hybridEmbedderConformance } from './hybrid-embedder-conformance.ts';
export { misspeltNames } from './misspelt-names.ts';
export {
  type NamedVectorStoreConformanceOptions,
  namedVectorStoreConformance,
  type VectorKind,
} from './named-vector-store-conformance.ts';
export { type FunctionOfOptions, optionConformance } from './option-conformance.ts';
export {
  type ReadableVectorStoreConformanceOptions,
  readableVectorStoreConformance,
} from './readable-vector-store-conformance.ts';
export { type RerankerConformanceOptions, rerankerConformance } from './reranker-conformance.ts';
export { type SearchStoreConformanceOptions, searchStoreConformance } from './search-store-conformance.ts';
export { tokenEmbedderConformance } from './token-embedder-conformance.ts';
export { type VectorStoreConformanceOptions, vectorStoreConformance } from './vector-store-conformance.ts';
export { type VersionedStoreConformanceOptions, versionedStoreConformance } from './versioned-store-conformance.ts';
export { valuesOfOtherKinds } from './values-of-other-kinds.ts';
