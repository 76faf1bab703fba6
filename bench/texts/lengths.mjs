// How long the texts of a workload are, in tokens, special tokens included.
import { normal } from './random.mjs';

/** Most tokens of a text: the limit of all-MiniLM-L6-v2, and of every contestant. */
export const MAX_LENGTH = 256;

const MIN_LENGTH = 4;
const MEDIAN = 64;
const SIGMA = 0.8;

/**
 * A function of the random source that draws one length.
 *
 * @typedef {(random: () => number) => number} DrawLength
 */

/**
 * Every text has the same length.
 *
 * @param {number} tokens
 * @returns {DrawLength}
 */
export function uniform(tokens) {
  return () => tokens;
}

/**
 * Log-normal: median 64, sigma 0.8, cut at 4 and 256. Most texts are short and a few are long, as in documents that people wrote.
 *
 * @type {DrawLength}
 */
export function mixed(random) {
  const length = Math.round(MEDIAN * Math.exp(SIGMA * normal(random)));
  return Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, length));
}

/**
 * The eighth text has the longest length there is, all others the same short one.
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
