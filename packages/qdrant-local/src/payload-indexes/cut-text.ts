/** Where a text may be cut without that any of its tokens changes. */
export interface TextCuts {
  /** What is no part of a token, and what no token near it depends on. */
  readonly before: RegExp;
  /** A slice that would be longer is cut where no token should be. @default Infinity */
  readonly longest?: number;
}

/**
 * The parts of a text, in order, each of at least `length` UTF-16 units but the last one, and as short as the cuts allow. No
 * character is cut in two.
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

/** The place itself or, where that is in the middle of a character, the place behind it. */
function characterStart(text: string, place: number): number {
  const isWithin = isBetween(text.charCodeAt(place), 0xdc00, 0xdfff);
  return isWithin && isBetween(text.charCodeAt(place - 1), 0xd800, 0xdbff) ? place + 1 : place;
}

function isBetween(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}
