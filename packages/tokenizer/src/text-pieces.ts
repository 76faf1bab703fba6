import { capCharacters } from './character-cap.ts';

/** A piece of a text. */
export interface TextPiece {
  readonly text: string;
  /** Position of the piece in the whole text. */
  readonly start: number;
}

/**
 * Yields consecutive pieces of at most `maxCharacters` UTF-16 units, which together are the whole text. The empty text is one piece.
 *
 * A piece ends before a space in its second half if there is one, so that words stay whole. Otherwise it is as long as possible.
 */
export function* textPieces(text: string, maxCharacters: number): Generator<TextPiece, void, undefined> {
  let start = 0;
  do {
    const piece = text.slice(start, pieceEnd(text, start, maxCharacters));
    yield { text: piece, start };
    start += piece.length;
  } while (start < text.length);
}

function pieceEnd(text: string, start: number, maxCharacters: number): number {
  const limit = start + maxCharacters;
  if (!(limit < text.length)) return text.length;
  // A word after a space often has other tokens than one at the start of a text, so the space stays in front of its word.
  for (let end = limit; end > start + maxCharacters / 2; end--) if (/\s/u.test(text[end]!)) return end;
  const { length } = capCharacters(text.slice(start, limit + 1), maxCharacters).text;
  // A surrogate pair is longer than the smallest limit.
  return length === 0 ? limit + 1 : start + length;
}
