// Numbers of texts, by contestant and by file.
import { STREAM, WORKLOADS } from './workloads.mjs';

/**
 * Returns the number of texts that a contestant gets.
 *
 * @param {import('./workloads.mjs').Counts} counts
 * @param {import('./contestants.mjs').Contestant} contestant
 */
export function countFor({ own, peers, slow }, { id, isSlow = false }) {
  if (id === 'this-project') return own;
  return isSlow ? slow : peers;
}

/**
 * Returns the number of texts that each file must contain.
 *
 * @param {'quick' | 'full'} mode
 * @returns {Record<string, number>}
 */
export function countsPerFile(mode) {
  /** @type {Record<string, number>} */
  const counts = { sample: 32, 'warm-up': 32, stream: Math.max(...Object.values(STREAM[mode])) };
  for (const { id, file = id, [mode]: count } of WORKLOADS) counts[file] = Math.max(...Object.values(count));
  return counts;
}
