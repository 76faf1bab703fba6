export {
  type BeirFolderOptions,
  type CorpusDocument,
  readBeirFolder,
  type RetrievalSet,
  writeBeirFolder,
} from './beir-folder.ts';
export { compareRuns, type CompareRunsOptions, type RunComparison } from './compare-runs.ts';
export { evaluate, type EvaluateOptions, type Evaluation } from './evaluate.ts';
export { type Judgements, rankDocuments, type Run } from './judgements.ts';
export type { MetricName } from './metric-names.ts';
export { readTrecJudgements, readTrecRun, writeTrecJudgements, writeTrecRun } from './trec-files.ts';
