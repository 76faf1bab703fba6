export type { IndexOptions, PipelineDocument, SearchOptions, SearchPipelineOptions } from './pipeline-options.ts';
export { createSearchPipeline, type SearchPipeline } from './search-pipeline.ts';
export type { Candidate, IndexReport, SearchHit, SearchResult, StagePlace, StageTimings } from './search-result.ts';
