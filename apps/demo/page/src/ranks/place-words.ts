import { ordinal } from '../wording/ordinal.ts';
import { formatScore } from '../wording/quantities.ts';
import type { RankLine } from './rank-lines.ts';

/**
 * A change of places, short.
 *
 * @example
 * formatChange(8); // => '▲ 8'
 */
export function formatChange(change: number): string {
  if (change === 0) return '=';
  return change > 0 ? `▲ ${change}` : `▼ ${-change}`;
}

/**
 * A document's way in words, for those who hear it.
 *
 * @example
 * // of Jeanne d'Arc in the movie example
 * describePlaces(line); // => '2nd, was 10th. Score before 0.186, now −3.289.'
 */
export function describePlaces({ document, before, after, change }: RankLine): string {
  const { firstStage, rerank } = document;
  if (rerank === undefined) return `${ordinal(after)}. Score ${formatScore(firstStage.score)}.`;
  const was = change === 0 ? 'as before' : `was ${ordinal(before)}`;
  return `${ordinal(after)}, ${was}. Score before ${formatScore(firstStage.score)}, now ${formatScore(rerank.score)}.`;
}
