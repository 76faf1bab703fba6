/** Tokens `start` to `end` (exclusive) of a document. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** Options of {@link passageSpans}. */
export interface PassageSpansOptions {
  /** Tokens of the document. */
  readonly tokenCount: number;
  /** Most tokens of a passage, 1 or more. */
  readonly room: number;
  /** Tokens that a passage repeats of the one before it, at most; below `room`. */
  readonly overlap: number;
  /** Where a passage may best begin or end, best kind first: token positions of sentence starts, then of word starts. */
  readonly borders: readonly ReadonlySet<number>[];
}

/**
 * Divides a document into overlapping passages of at most `room` tokens that together hold every token.
 *
 * A passage ends at the last sentence end in its second half, else at the last word end there, else where the room ends. The next one
 * begins at the first sentence start from `overlap` tokens before that end on, else at the first word start, else right there.
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
    // At least one token on, however large the overlap and short the passage.
    const earliest = Math.max(start + 1, end - overlap);
    start = findBorder(borders, earliest, end) ?? earliest;
  }
  spans.push({ start, end: tokenCount });
  return spans;
}

/** The first border met on the way from one position to another, both included, of the best kind that has one there. */
function findBorder(borders: readonly ReadonlySet<number>[], from: number, to: number): number | undefined {
  const step = from <= to ? 1 : -1;
  for (const kind of borders) {
    for (let position = from; step > 0 ? position <= to : position >= to; position += step) {
      if (kind.has(position)) return position;
    }
  }
  return undefined;
}
