import {
  InvalidArgumentError,
  type OptionKinds,
  requireInteger,
  requireMethods,
  requireOptions,
  requireText,
  type TextSpan,
} from '@x/core';

import type { Offset } from '../code-point-offsets.ts';
import type { Token } from '../read-tokens.ts';
import { type TextPiece, textPieces } from '../text-pieces.ts';
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
 * A text longer than the tokenizer's `maxCharacters` is tokenized in pieces, between words where possible.
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
  const { offsets, sentenceStarts, wordStarts } = await readOffsets(tokenizer, text);
  if (offsets.length <= maxTokens) return [{ start: 0, end: text.length }];
  const borders = [sentenceStarts, wordStarts];
  return passageSpans({ tokenCount: offsets.length, room: maxTokens, overlap, borders }).map(({ start, end }) => ({
    start: offsets[start]![0],
    end: offsets[end - 1]![1],
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

/** The tokens of a whole text. */
interface TextTokens {
  /** Start and end of each token. */
  readonly offsets: Offset[];
  /** Positions of the tokens that start a sentence, by Unicode's rules (UAX #29), which are the same for every language. */
  readonly sentenceStarts: Set<number>;
  /** Positions of the tokens that are separated from the token before them. */
  readonly wordStarts: Set<number>;
}

async function readOffsets(tokenizer: Tokenizer, text: string): Promise<TextTokens> {
  const tokens: TextTokens = { offsets: [], sentenceStarts: new Set(), wordStarts: new Set() };
  for (const piece of textPieces(text, tokenizer.maxCharacters)) addPiece(tokens, piece, await tokenizer.tokenize(piece.text)); // prettier-ignore
  return tokens;
}

function addPiece(
  { offsets, sentenceStarts, wordStarts }: TextTokens,
  piece: TextPiece,
  tokens: readonly Token[],
): void {
  let position = offsets.length;
  for (const { offset, isSpecial } of tokens) {
    if (isSpecial) continue;
    const [start, end] = [piece.start + offset[0], piece.start + offset[1]];
    if (start > (offsets.at(-1)?.[1] ?? start)) wordStarts.add(offsets.length);
    offsets.push([start, end]);
  }
  for (const { index } of new Intl.Segmenter('und', { granularity: 'sentence' }).segment(piece.text)) {
    // A later piece starts between two words of a sentence.
    if (index === 0 && piece.start > 0) continue;
    while (position < offsets.length && offsets[position]![0] < piece.start + index) position++;
    sentenceStarts.add(position);
  }
}
