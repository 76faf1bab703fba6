/** The positions at which a text may be cut without changing any of its tokens. */
export interface TextCuts {
  /** Matches characters that are in no token and that do not affect the tokens next to them. A slice ends before such a character. */
  readonly before: RegExp;
  /** The maximum length of a slice. A longer slice is cut even in the middle of a token. @default Infinity */
  readonly longest?: number;
}

/**
 * Yields the parts of a text, in order. Each part has at least `length` UTF-16 units, except the last one, and is as short as the cuts allow.
 * No character is cut in two.
 */
export function* cutText(text: string, { before, longest = Infinity }: TextCuts, length: number): Generator<string> {
  let from = 0;
  while (text.length - from > length) {
    const start = characterStart(text, from + length);
    const found = text.slice(start, from + longest).search(before);
    const end = found >= 0 ? start + found : characterStart(text, Math.min(from + longest, text.length));
    yield text.slice(from, end);
    from = end;
  }
  yield text.slice(from);
}

/** Returns the position itself, or the next one when the position is in the middle of a character. */
function characterStart(text: string, place: number): number {
  const isWithin = isBetween(text.charCodeAt(place), 0xdc00, 0xdfff);
  return isWithin && isBetween(text.charCodeAt(place - 1), 0xd800, 0xdbff) ? place + 1 : place;
}

function isBetween(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}
