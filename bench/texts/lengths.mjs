// Lengths of the texts of a workload, in tokens, special tokens included.
import { normal } from './random.mjs';

/** Maximum number of tokens of a text: the limit of all-MiniLM-L6-v2 and of every contestant. */
export const MAX_LENGTH = 256;

const MIN_LENGTH = 4;
const MEDIAN = 64;
const SIGMA = 0.8;

/**
 * A function that draws one length from a random source.
 *
 * @typedef {(random: () => number) => number} DrawLength
 */

/**
 * Returns a function that always draws the same length.
 *
 * @param {number} tokens
 * @returns {DrawLength}
 */
export function uniform(tokens) {
  return () => tokens;
}

/**
 * Draws a length from a log-normal distribution: median 64, sigma 0.8, clamped to 4 and 256. As in real documents, most texts are short
 * and a few are long.
 *
 * @type {DrawLength}
 */
export function mixed(random) {
  const length = Math.round(MEDIAN * Math.exp(SIGMA * normal(random)));
  return Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, length));
}

/**
 * Returns a function that draws the maximum length for the eighth text and `tokens` for all others.
 *
 * @param {number} tokens
 * @returns {DrawLength}
 */
export function giantAmong(tokens) {
  let texts = 0;
  return () => {
    texts += 1;
    return texts === 8 ? MAX_LENGTH : tokens;
  };
}
