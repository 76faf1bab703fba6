import type { Chunker } from '@x/core';

import type { Tokenizer } from '../tokenizer.ts';
import { requireSplitOptions, requireTokenizer, splitText, type SplitTextOptions } from './split-text.ts';

/**
 * Creates a `Chunker` that splits texts by a model's tokens, at sentence ends where possible: {@link splitText} with fixed options.
 *
 * @throws {InvalidArgumentError} when `maxTokens` is missing or below 1, or `overlap` is not below `maxTokens`.
 *
 * @example
 * const chunker = createChunker(tokenizer, { maxTokens: 200 });
 * await chunker.split('Short.'); // => [{ start: 0, end: 6 }]
 */
export function createChunker(tokenizer: Tokenizer, options: SplitTextOptions): Chunker {
  requireTokenizer(tokenizer);
  requireSplitOptions(options);
  const { maxTokens, overlap } = options;
  // Identifies the tokenizer: vocabularies of one size are, as a rule, the same.
  const name = `tokens ${maxTokens}${overlap === undefined ? '' : ` overlap ${overlap}`} of ${tokenizer.vocabularySize}`;
  return { name, split: (text) => splitText(tokenizer, text, options) };
}
