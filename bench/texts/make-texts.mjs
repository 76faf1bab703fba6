// Generates texts of random words with exact lengths in tokens.
import { createRandom } from './random.mjs';
import { WORDS } from './word-list.mjs';

/** @typedef {import('../../packages/tokenizer/dist/index.js').Tokenizer} Tokenizer */

// [CLS] and [SEP]
const SPECIAL_TOKENS = 2;
const END_OF_SENTENCE = 0.08;

/**
 * Returns the number of tokens of each word, in the order of the word list.
 *
 * @param {Pick<Tokenizer, 'encodeBatch'>} tokenizer
 * @returns {Promise<{ word: string, tokens: number }[]>}
 */
export async function countWords(tokenizer) {
  const sequences = await tokenizer.encodeBatch(WORDS);
  return WORDS.map((word, index) => ({ word, tokens: (sequences[index]?.inputIds.length ?? 0) - SPECIAL_TOKENS }));
}

/**
 * Returns texts that are all different. For the same seed, a longer list starts with the texts of a shorter list.
 *
 * @param {object} options
 * @param {readonly { word: string, tokens: number }[]} options.words
 * @param {number} options.seed
 * @param {number} options.count
 * @param {import('./lengths.mjs').DrawLength} options.length draws the length of a text in tokens, including the two special tokens
 * @returns {{ text: string, tokens: number }[]}
 */
export function makeTexts({ words, seed, count, length }) {
  const random = createRandom(seed);
  /** @type {Map<string, number>} */
  const texts = new Map();
  while (texts.size < count) {
    const tokens = length(random);
    texts.set(makeText(words, tokens - SPECIAL_TOKENS, random), tokens);
  }
  return [...texts].map(([text, tokens]) => ({ text, tokens }));
}

/**
 * @param {readonly { word: string, tokens: number }[]} words
 * @param {number} room tokens to fill
 * @param {() => number} random
 */
function makeText(words, room, random) {
  let text = '';
  let isStart = true;
  while (room > 0) {
    const { word, tokens } = words[Math.floor(random() * words.length)] ?? { word: '', tokens: Infinity };
    if (tokens > room) continue;
    room -= tokens;
    text += `${text === '' ? '' : ' '}${isStart ? word.charAt(0).toUpperCase() + word.slice(1) : word}`;
    isStart = room > 0 && random() < END_OF_SENTENCE;
    if (!isStart) continue;
    text += '.';
    room -= 1;
  }
  return text;
}

/**
 * Checks that the tokenizer returns the intended number of tokens for each text, without truncation.
 *
 * @param {readonly { text: string, tokens: number }[]} texts
 * @param {Pick<Tokenizer, 'encodeBatch'>} tokenizer
 * @throws {Error} when a text has another number of tokens
 */
export async function checkLengths(texts, tokenizer) {
  const sequences = await tokenizer.encodeBatch(texts.map(({ text }) => text));
  for (const [index, { inputIds, truncatedTokens }] of sequences.entries()) {
    const { text, tokens } = texts[index] ?? { text: '', tokens: 0 };
    if (inputIds.length === tokens && truncatedTokens === 0) continue;
    throw new Error(`"${text.slice(0, 40)}..." has ${inputIds.length} tokens instead of ${tokens}. This is a bug.`);
  }
}
