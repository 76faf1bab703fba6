import type { FoundDocument, SearchAnswer } from '../../../src/web/contract.ts';

/** The short name of a score, and an explanation of it. */
export interface ScoreName {
  readonly short: string;
  readonly meaning: string;
}

const COSINE: ScoreName = { short: 'cosine', meaning: 'similarity of the vectors of query and text, at most 1' };
const BM25: ScoreName = { short: 'BM25', meaning: 'words that query and text share; rare words count more' };
const RRF: ScoreName = { short: 'RRF', meaning: 'fusion of the ranks in both lists' };
const MAX_SIM: ScoreName = {
  short: 'MaxSim',
  meaning: 'average similarity of each query token to its best token in the text',
};
const RERANKER: ScoreName = {
  short: 'reranker',
  meaning: 'relevance of the text to the query according to the model; often negative, only the order matters',
};
const BOTH: ScoreName = { short: 'both', meaning: 'standardized scores of MaxSim and the reranker, weighted equally' };

/** Returns the name of the score before the reranker. */
export function firstScoreName({ stages: { maxSim, fuse, words } }: Pick<FoundDocument, 'stages'>): ScoreName {
  if (maxSim !== undefined) return MAX_SIM;
  if (fuse !== undefined) return RRF;
  return words === undefined ? COSINE : BM25;
}

/** Returns the name of the final score of a search with a reranker. */
export function lastScoreName({ stages: { maxSim } }: Pick<FoundDocument, 'stages'>): ScoreName {
  return maxSim === undefined ? RERANKER : BOTH;
}

/** Returns the names of the scores of an answer, in the order of its stages. */
export function scoreNames({ documents, reranked }: SearchAnswer): ScoreName[] {
  const [first] = documents;
  if (first === undefined) return [];
  return [firstScoreName(first), ...(reranked ? [lastScoreName(first)] : [])];
}
