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
import { type CountedSpan, passageSpans, type PassageSpansOptions, type TokenSpan } from './passage-spans.ts';
import { sentenceStarts as sentencePositions } from './sentence-starts.ts';

/** Options of {@link splitText}. */
export interface SplitTextOptions {
  /** Maximum number of tokens in a passage that is tokenized alone, special tokens not counted. */
  readonly maxTokens: number;
  /** Maximum number of tokens that a passage repeats from the one before it. @default an eighth of `maxTokens`, rounded down */
  readonly overlap?: number;
}

const splitOptionKinds: OptionKinds<SplitTextOptions> = { maxTokens: 'number', overlap: 'number' };

// With an eighth repeated, a sentence cut by a border is still whole in one of the two passages if it fits into the overlap.
const overlapShare = 1 / 8;
const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Splits a text into overlapping passages of at most `maxTokens` tokens, at sentence ends where possible. A text that fits is one passage.
 *
 * A passage has more tokens only if it is one character: some vocabularies spell a letter or an emoji with several tokens.
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
  const resolved = requireSplitOptions(options);
  const [specialTokens] = await tokenizer.countTokens(['']);
  const countTokens = async (passages: readonly string[]): Promise<number[]> =>
    Array.from(await tokenizer.countTokens(passages), (tokens) => tokens - specialTokens!);
  return split({ ...resolved, tokenizer, countTokens }, text);
}

interface Splitting extends Required<SplitTextOptions> {
  readonly tokenizer: Tokenizer;
  /** Returns the number of tokens of each text, special tokens not counted. */
  readonly countTokens: (texts: readonly string[]) => Promise<number[]>;
}

async function split(splitting: Splitting, text: string): Promise<TextSpan[]> {
  const { tokenizer, maxTokens, overlap } = splitting;
  const { offsets, sentenceStarts, wordStarts } = await readOffsets(tokenizer, text);
  if (offsets.length <= maxTokens) return [{ start: 0, end: text.length }];
  const cuts = cutsBetween(offsets);
  const borders = [sentenceStarts, wordStarts].map((starts) => new Set([...starts].filter((start) => cuts.has(start))));
  const spanOf = (span: TokenSpan): TextSpan => textSpan(text, offsets, span);
  const countAlone = (all: readonly TokenSpan[]): Promise<number[]> =>
    splitting.countTokens(all.map((span) => sliceOf(text, spanOf(span))));
  const passages = await fitPassages(
    { tokenCount: offsets.length, room: maxTokens, overlap, cuts, borders },
    countAlone,
  );
  const spans: TextSpan[] = [];
  for (const passage of passages) {
    const span = spanOf(passage);
    spans.push(...(passage.tokens <= maxTokens ? [span] : await splitPassage(splitting, text, span)));
  }
  // Some vocabularies have tokens for white space, of which a passage can consist.
  const withText = spans.filter((span) => sliceOf(text, span).trim() !== '');
  return withText.length === 0 ? spans.slice(0, 1) : withText;
}

/**
 * Returns passages that have at most `room` tokens alone. The start of a text is tokenized differently from the middle of one: `##ing` becomes `in` and
 * `##g`. This is rare, so all passages are counted in one call, and only if one has too many, each is counted before the next.
 */
async function fitPassages(
  plan: Omit<PassageSpansOptions, 'countAlone'>,
  countAlone: (spans: readonly TokenSpan[]) => Promise<number[]>,
): Promise<CountedSpan[]> {
  const spans = await passageSpans({ ...plan, countAlone: async ({ start, end }) => end - start });
  const counts = await countAlone(spans);
  if (counts.every((tokens) => tokens <= plan.room)) {
    return spans.map((span, index) => ({ ...span, tokens: counts[index]! }));
  }
  return passageSpans({ ...plan, countAlone: async (span) => (await countAlone([span]))[0]! });
}

/** Splits a passage that has no cut, because its characters share a token in the text or have several tokens. */
async function splitPassage(splitting: Splitting, text: string, span: TextSpan): Promise<TextSpan[]> {
  const passage = sliceOf(text, span);
  const starts = Array.from(characters.segment(passage), ({ index }) => index);
  if (starts.length === 1) return [span];
  // Alone, a passage has other tokens than in its text. A passage that is the whole text is halved instead.
  const partStarts = passage === text ? [0, starts[starts.length >> 1]!] : [0];
  const spans: TextSpan[] = [];
  for (const [index, partStart] of partStarts.entries()) {
    const part = passage.slice(partStart, partStarts[index + 1]);
    for (const { start, end } of await split({ ...splitting, overlap: 0 }, part)) {
      spans.push({ start: span.start + partStart + start, end: span.start + partStart + end });
    }
  }
  return spans;
}

/** Returns the text of tokens, with the characters after them that are in no token, such as removed accents, but without white space. */
function textSpan(text: string, offsets: readonly Offset[], { start, end }: TokenSpan): TextSpan {
  const first = start === 0 ? text.length - text.trimStart().length : offsets[start]![0];
  const nextStart = offsets[end]?.[0] ?? text.length;
  const after = text.slice(offsets[end - 1]![1], nextStart);
  return { start: Math.min(first, offsets[start]![0]), end: offsets[end - 1]![1] + after.trimEnd().length };
}

function sliceOf(text: string, { start, end }: TextSpan): string {
  return text.slice(start, end);
}

/** Returns the token positions at which a text can be cut. Several tokens may spell one character, and then all have its offset. */
function cutsBetween(offsets: readonly Offset[]): Set<number> {
  const cuts = new Set<number>();
  let end = 0;
  for (const [position, offset] of offsets.entries()) {
    if (position > 0 && offset[0] >= end) cuts.add(position);
    end = Math.max(end, offset[1]);
  }
  return cuts;
}

/** Checks that `tokenizer` is one. {@link createChunker} calls it early, before the tokenizer is first used. */
export function requireTokenizer(tokenizer: Tokenizer): void {
  const expected = 'a tokenizer, as returned by Tokenizer.load';
  requireMethods(tokenizer, 'tokenizer', { methods: ['tokenize', 'countTokens'], expected });
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
  /** Positions of the tokens that start a sentence. */
  readonly sentenceStarts: Set<number>;
  /** Positions of the tokens that start a word: those after white space, or with white space at their start. */
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
    // The tokens of many vocabularies contain the space before their word.
    if (start > (offsets.at(-1)?.[1] ?? start) || /\s/u.test(piece.text.charAt(offset[0])))
      wordStarts.add(offsets.length);
    offsets.push([start, end]);
  }
  for (const index of sentencePositions(piece.text)) {
    // A later piece starts between two words of a sentence.
    if (index === 0 && piece.start > 0) continue;
    while (position < offsets.length && offsets[position]![1] <= piece.start + index) position++;
    sentenceStarts.add(position);
  }
}
