import type { FoundDocument } from '../../../src/web/contract.ts';
import { ordinal } from '../wording/ordinal.ts';
import { formatScore } from '../wording/quantities.ts';
import { firstScoreName, lastScoreName } from '../wording/score-names.ts';
import { STAGE_NAMES } from '../wording/stage-names.ts';
import type { RankLine } from './rank-lines.ts';

/**
 * Formats a change of rank.
 *
 * @example
 * formatChange(8); // => '▲ 8'
 */
export function formatChange(change: number): string {
  if (change === 0) return '=';
  return change > 0 ? `▲ ${change}` : `▼ ${-change}`;
}

/**
 * Describes the ranks and scores of a document for screen readers.
 *
 * @example
 * // for Jeanne d'Arc in the movie example
 * describePlaces(line); // => '2nd, was 10th; cosine 0.186, reranker −3.289.'
 */
export function describePlaces({ document, before, after, change }: RankLine): string {
  const { firstStage, rerank } = document;
  const moves = document.stages['maxSim'] && describeMoves(document);
  if (moves !== undefined) return `${ordinal(after)}. ${moves}.`;
  const score = `${firstScoreName(document).short} ${formatScore(firstStage.score)}`;
  if (rerank === undefined) return `${ordinal(after)}; ${score}.`;
  const was = change === 0 ? 'unchanged' : `was ${ordinal(before)}`;
  return `${ordinal(after)}, ${was}; ${score}, ${lastScoreName(document).short} ${formatScore(rerank.score)}.`;
}

/**
 * Describes the rank of a document in each of several lists. Returns `undefined` for a search with one list.
 *
 * @example
 * // for Jeanne d'Arc in the cascade of the movie example
 * describeMoves(document); // => 'Dense: 10th · BM25: not found · MaxSim: 7th'
 */
export function describeMoves({ stages: { dense, words, fuse, maxSim } }: FoundDocument): string | undefined {
  if (fuse === undefined && maxSim === undefined) return undefined;
  const found = [`${STAGE_NAMES.dense}: ${placeOf(dense?.rank)}`, `${STAGE_NAMES.words}: ${placeOf(words?.rank)}`];
  return [...found, ...(maxSim === undefined ? [] : [`MaxSim: ${ordinal(maxSim.rank)}`])].join(' · ');
}

function placeOf(rank: number | undefined): string {
  return rank === undefined ? 'not found' : ordinal(rank);
}
