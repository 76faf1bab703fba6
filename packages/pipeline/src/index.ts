export type { PipelineEvent, PipelineEventListener, PipelineWork } from './events.ts';
export type { IndexOptions, PipelineDocument, RemoveVanishedOptions } from './indexing/index-options.ts';
export { documentNamespace, pointIdOf } from './indexing/point-ids.ts';
export type { IndexFailure, IndexProgress, IndexReport } from './indexing/index-report.ts';
export type { SearchPipelineOptions, SearchStorePipelineOptions, StagedPipelineOptions } from './pipeline-options.ts';
export { createSearchPipeline, type SearchPipeline, type StagedPipeline } from './search-pipeline.ts';
export type { SearchOptions } from './search/search-options.ts';
export type {
  Candidate,
  Degradation,
  SearchHit,
  SearchResult,
  StagePlace,
  StageTimings,
  TokenMatch,
  TwoStagePlaces,
} from './search/search-result.ts';
export {
  distributionBasedScoreFusion,
  type FusionFunction,
  type ListedDocument,
  reciprocalRankFusion,
  type ReciprocalRankFusionOptions,
  weightedScoreFusion,
} from './stages/fusion.ts';
export type {
  AnyEmbedder,
  CustomRetrieveStage,
  CutStage,
  EmbeddingRetrieveStage,
  FoundDocument,
  FuseStage,
  MaxSimStage,
  RerankStage,
  Stage,
  StageContext,
  StageDocument,
} from './stages/stage.ts';
