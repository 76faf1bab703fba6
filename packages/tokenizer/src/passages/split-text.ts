import {
  InvalidArgumentError,
  type OptionKinds,
  requireInteger,
  requireMethods,
  requireOptions,
  requireText,
  type TextSpan,
} from '@x/core';

import type { Token } from '../read-tokens.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { passageSpans } from './passage-spans.ts';

/** Options of {@link splitText}. */
export interface SplitTextOptions {
  /** Maximum number of tokens in a passage, special tokens not counted. */
  readonly maxTokens: number;
  /** Maximum number of tokens that a passage repeats from the one before it. @default an eighth of `maxTokens`, rounded down */
  readonly overlap?: number;
}

const splitOptionKinds: OptionKinds<SplitTextOptions> = { maxTokens: 'number', overlap: 'number' };

// With an eighth repeated, a sentence cut by a border is still whole in one of the two passages if it fits into the overlap.
const overlapShare = 1 / 8;

/**
 * Splits a text into overlapping passages of at most `maxTokens` tokens, at sentence ends where possible. A text that fits is one passage.
 *
 * Text beyond the tokenizer's `maxCharacters` is in no passage.
 *
 * @throws {InvalidArgumentError} when `maxTokens` is below 1, or `overlap` is not below `maxTokens`.
 *
 * @example
 * const spans = await splitText(tokenizer, 'Bees collect nectar. Ants farm lice.', { maxTokens: 6 });
 * spans; // => [{ start: 0, end: 20 }, { start: 21, end: 36 }]
 */
export async function splitText(tokenizer: Tokenizer, text: string, options: SplitTextOptions): Promise<TextSpan[]> {
  requireTokenizer(tokenizer);
  requireText(text, 'text');
  const { maxTokens, overlap } = requireSplitOptions(options);
  const tokens = (await tokenizer.tokenize(text)).filter(({ isSpecial }) => !isSpecial);
  if (tokens.length <= maxTokens) return [{ start: 0, end: text.length }];
  const borders = [sentenceStarts(text, tokens), wordStarts(tokens)];
  return passageSpans({ tokenCount: tokens.length, room: maxTokens, overlap, borders }).map(({ start, end }) => ({
    start: tokens[start]!.offset[0],
    end: tokens[end - 1]!.offset[1],
  }));
}

/** Checks that `tokenizer` is one. {@link createChunker} calls it early, before the tokenizer is first used. */
export function requireTokenizer(tokenizer: Tokenizer): void {
  const expected = 'a tokenizer, as returned by Tokenizer.load';
  requireMethods(tokenizer, 'tokenizer', { methods: ['tokenize'], expected });
}

/** Checks options and fills in their defaults. `createChunker` calls it early, before the options are first used. */
export function requireSplitOptions(options: SplitTextOptions | undefined): Required<SplitTextOptions> {
  // Missing options are reported as a missing `maxTokens`, which is the more helpful message.
  const { maxTokens, overlap } = requireOptions(
    options === undefined ? ({} as SplitTextOptions) : options,
    splitOptionKinds,
  );
  requireInteger(maxTokens, 'maxTokens', { min: 1 });
  const repeated = overlap ?? Math.floor(maxTokens * overlapShare);
  if (requireInteger(repeated, 'overlap', { min: 0 }) < maxTokens) return { maxTokens, overlap: repeated };
  const expected = `below maxTokens (${maxTokens})`;
  throw new InvalidArgumentError({ parameter: 'overlap', value: overlap, expected });
}

/** Returns the positions of the tokens that start a sentence, by Unicode's rules (UAX #29), which are the same for every language. */
function sentenceStarts(text: string, tokens: readonly Token[]): Set<number> {
  const starts = new Set<number>();
  let position = 0;
  for (const { index } of new Intl.Segmenter('und', { granularity: 'sentence' }).segment(text)) {
    while (position < tokens.length && tokens[position]!.offset[0] < index) position++;
    starts.add(position);
  }
  return starts;
}

/** Returns the positions of the tokens that are separated from the token before them. */
function wordStarts(tokens: readonly Token[]): Set<number> {
  const starts = new Set<number>();
  for (let position = 1; position < tokens.length; position++) {
    if (tokens[position]!.offset[0] > tokens[position - 1]!.offset[1]) starts.add(position);
  }
  return starts;
}
