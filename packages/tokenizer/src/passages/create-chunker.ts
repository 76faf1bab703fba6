import type { Chunker } from '@x/core';

import type { Tokenizer } from '../tokenizer.ts';
import { requireSplitOptions, requireTokenizer, splitText, type SplitTextOptions } from './split-text.ts';

/**
 * A `Chunker` that divides texts by the tokens of a model, at sentence ends where it can: {@link splitText} with fixed options.
 *
 * @throws {InvalidArgumentError} when `maxTokens` is missing or below 1, or `overlap` not below it.
 *
 * @example
 * const chunker = createChunker(tokenizer, { maxTokens: 200 });
 * await chunker.split('Short.'); // => [{ start: 0, end: 6 }]
 */
export function createChunker(tokenizer: Tokenizer, options: SplitTextOptions): Chunker {
  requireTokenizer(tokenizer);
  requireSplitOptions(options);
  const { maxTokens, overlap } = options;
  const name = `tokens ${maxTokens}${overlap === undefined ? '' : ` overlap ${overlap}`}`;
  return { name, split: (text) => splitText(tokenizer, text, options) };
}
