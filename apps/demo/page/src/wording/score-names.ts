import type { FoundDocument, SearchAnswer } from '../../../src/web/contract.ts';

/** What a score is: beside a number, and in a sentence. */
export interface ScoreName {
  readonly short: string;
  readonly meaning: string;
}

const COSINE: ScoreName = { short: 'cosine', meaning: 'similarity of the vectors of query and text, at most 1' };
const BM25: ScoreName = { short: 'BM25', meaning: 'words that query and text share, rare ones counting more' };
const RRF: ScoreName = { short: 'RRF', meaning: 'fused from the places in both lists' };
const MAX_SIM: ScoreName = {
  short: 'MaxSim',
  meaning: 'similarity of the best token of the text to each of the query, on average',
};
const RERANKER: ScoreName = {
  short: 'reranker',
  meaning: 'how well the model thinks that the text answers, often negative; only the order counts',
};
const BOTH: ScoreName = { short: 'both', meaning: 'MaxSim and the reranker, standardised, half and half' };

/** The score that a document has before the reranker. */
export function firstScoreName({ stages: { maxSim, fuse, words } }: Pick<FoundDocument, 'stages'>): ScoreName {
  if (maxSim !== undefined) return MAX_SIM;
  if (fuse !== undefined) return RRF;
  return words === undefined ? COSINE : BM25;
}

/** The score that a document has in the end, where there is a reranker. */
export function lastScoreName({ stages: { maxSim } }: Pick<FoundDocument, 'stages'>): ScoreName {
  return maxSim === undefined ? RERANKER : BOTH;
}

/** The scores of an answer, in the order of its stages. */
export function scoreNames({ documents, reranked }: SearchAnswer): ScoreName[] {
  const [first] = documents;
  if (first === undefined) return [];
  return [firstScoreName(first), ...(reranked ? [lastScoreName(first)] : [])];
}
