/** Tokens `start` to `end` (exclusive) of a document. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** Options of {@link passageSpans}. */
export interface PassageSpansOptions {
  /** Number of tokens in the document. */
  readonly tokenCount: number;
  /** Maximum number of tokens in a passage, 1 or more. */
  readonly room: number;
  /** Maximum number of tokens that a passage repeats from the one before it; below `room`. */
  readonly overlap: number;
  /** Preferred token positions for the start or end of a passage, best kind first: sentence starts, then word starts. */
  readonly borders: readonly ReadonlySet<number>[];
}

/**
 * Splits a document into overlapping passages of at most `room` tokens that together contain every token.
 *
 * A passage ends at the last sentence end in its second half, else at the last word end there, else after `room` tokens. The next passage starts
 * among the last `overlap` tokens: at the first sentence start, else at the first word start, else exactly `overlap` tokens before the end.
 *
 * @example
 * passageSpans({ tokenCount: 10, room: 6, overlap: 2, borders: [new Set([4, 8])] });
 * // => [{ start: 0, end: 4 }, { start: 4, end: 10 }]
 */
export function passageSpans({ tokenCount, room, overlap, borders }: PassageSpansOptions): TokenSpan[] {
  const spans: TokenSpan[] = [];
  let start = 0;
  while (start + room < tokenCount) {
    const fullEnd = start + room;
    const end = findBorder(borders, fullEnd, start + Math.ceil(room / 2)) ?? fullEnd;
    spans.push({ start, end });
    // The next passage starts at least one token later, even when the overlap is as long as the passage.
    const earliest = Math.max(start + 1, end - overlap);
    start = findBorder(borders, earliest, end) ?? earliest;
  }
  spans.push({ start, end: tokenCount });
  return spans;
}

/** Returns the first border from position `from` to `to`, both included, of the best kind that has a border in that range. */
function findBorder(borders: readonly ReadonlySet<number>[], from: number, to: number): number | undefined {
  const step = from <= to ? 1 : -1;
  for (const kind of borders) {
    for (let position = from; step > 0 ? position <= to : position >= to; position += step) {
      if (kind.has(position)) return position;
    }
  }
  return undefined;
}
