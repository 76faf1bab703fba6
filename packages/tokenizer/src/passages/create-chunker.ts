import { type Chunker, requireOptions } from '@x/core';

import type { Tokenizer } from '../tokenizer.ts';
import { splitOptionKinds, splitText, type SplitTextOptions } from './split-text.ts';

/**
 * A `Chunker` that divides texts by the tokens of a model, at sentence ends where it can: {@link splitText} with fixed options.
 *
 * @throws {InvalidArgumentError} when an option is of a wrong kind; from `split`, when an option is out of range.
 *
 * @example
 * const chunker = createChunker(tokenizer, { maxTokens: 200 });
 * await chunker.split('Short.'); // => [{ start: 0, end: 6 }]
 */
export function createChunker(tokenizer: Tokenizer, options: SplitTextOptions): Chunker {
  const { maxTokens, overlap } = requireOptions(options, splitOptionKinds);
  const name = `tokens ${maxTokens}${overlap === undefined ? '' : ` overlap ${overlap}`}`;
  return { name, split: (text) => splitText(tokenizer, text, options) };
}
