import type { Token, Tokenizer } from '@x/tokenizer';

import { passageSpans } from './passage-spans.ts';

/** A part of a document in UTF-16 units: `document.slice(start, end)`. */
export interface Passage {
  readonly start: number;
  readonly end: number;
}

// A sentence that a border cuts in two is whole in one of the passages when it fits into an eighth of them.
const overlapShare = 1 / 8;

/**
 * Splits a document into overlapping passages of at most `room` tokens, at sentence ends where it can; a document that fits is one
 * passage.
 */
export async function splitDocument(tokenizer: Tokenizer, document: string, room: number): Promise<Passage[]> {
  const tokens = (await tokenizer.tokenize(document)).filter(({ isSpecial }) => !isSpecial);
  if (tokens.length <= room) return [{ start: 0, end: document.length }];
  const borders = [sentenceStarts(document, tokens), wordStarts(tokens)];
  const overlap = Math.floor(room * overlapShare);
  return passageSpans({ tokenCount: tokens.length, room, overlap, borders }).map(({ start, end }) => ({
    start: tokens[start]!.offset[0],
    end: tokens[end - 1]!.offset[1],
  }));
}

/** Positions of the tokens that begin a sentence (Unicode's rules, UAX #29, which need no language). */
function sentenceStarts(document: string, tokens: readonly Token[]): Set<number> {
  const starts = new Set<number>();
  let position = 0;
  for (const { index } of new Intl.Segmenter('und', { granularity: 'sentence' }).segment(document)) {
    while (position < tokens.length && tokens[position]!.offset[0] < index) position++;
    starts.add(position);
  }
  return starts;
}

/** Positions of the tokens that do not touch the one before them. */
function wordStarts(tokens: readonly Token[]): Set<number> {
  const starts = new Set<number>();
  for (let position = 1; position < tokens.length; position++) {
    if (tokens[position]!.offset[0] > tokens[position - 1]!.offset[1]) starts.add(position);
  }
  return starts;
}
