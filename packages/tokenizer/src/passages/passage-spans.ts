/** Tokens `start` to `end` (exclusive) of a document. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** A passage, and the number of tokens of its text when it is tokenized alone. */
export interface CountedSpan extends TokenSpan {
  readonly tokens: number;
}

/** Options of {@link passageSpans}. */
export interface PassageSpansOptions {
  /** Number of tokens in the document. */
  readonly tokenCount: number;
  /** Maximum number of tokens in a passage, 1 or more. */
  readonly room: number;
  /** Maximum number of tokens that a passage repeats from the one before it; below `room`. */
  readonly overlap: number;
  /** Token positions at which a passage may start or end. Other positions are inside a character. */
  readonly cuts: ReadonlySet<number>;
  /** Preferred cuts, best kind first: sentence starts, then word starts. */
  readonly borders: readonly ReadonlySet<number>[];
  /** Returns the number of tokens of a passage's text when it is tokenized alone. */
  readonly countAlone: (span: TokenSpan) => Promise<number>;
}

/**
 * Splits a document into overlapping passages that together contain every token. Each has at most `room` tokens, both in the document and
 * tokenized alone; the shortest possible passage may have more.
 *
 * A passage ends at the last sentence end in its second half, else at the last word end there, else at the last cut. The next passage starts
 * among the last `overlap` tokens: at the first sentence start, else at the first word start, else at the first cut.
 *
 * @example
 * const borders = [new Set([4, 8])];
 * await passageSpans({ tokenCount: 10, room: 6, overlap: 2, cuts: new Set([4, 8]), borders, countAlone: async ({ start, end }) => end - start });
 * // => [{ start: 0, end: 4, tokens: 4 }, { start: 4, end: 10, tokens: 6 }]
 */
export async function passageSpans(options: PassageSpansOptions): Promise<CountedSpan[]> {
  const { tokenCount, overlap, cuts, borders } = options;
  const spans: CountedSpan[] = [];
  let start = 0;
  do {
    const span = await longestFrom(start, options);
    spans.push(span);
    // The next passage starts at least one token later, even when the overlap is as long as the passage.
    start = firstBorder([...borders, cuts], Math.max(start + 1, span.end - overlap), span.end) ?? span.end;
  } while (spans.at(-1)!.end < tokenCount);
  return spans;
}

async function longestFrom(start: number, options: PassageSpansOptions): Promise<CountedSpan> {
  const { room, cuts, countAlone } = options;
  let limit = start + room;
  for (;;) {
    const end = endWithin(start, limit, options);
    const tokens = await countAlone({ start, end });
    const isShortest = lastBorder([cuts], start + 1, end - 1) === undefined;
    if (tokens <= room || isShortest) return { start, end, tokens };
    limit = Math.max(end - (tokens - room), start + 1);
  }
}

/** Returns the best end of a passage from `start` that is at most `limit`, else the first possible end after it. */
function endWithin(start: number, limit: number, { tokenCount, cuts, borders }: PassageSpansOptions): number {
  if (limit >= tokenCount) return tokenCount;
  return (
    lastBorder(borders, start + Math.ceil((limit - start) / 2), limit) ??
    lastBorder([cuts], start + 1, limit) ??
    firstBorder([cuts], limit + 1, tokenCount) ??
    tokenCount
  );
}

/** Returns the first border from position `from` to `to`, both included, of the best kind that has a border in that range. */
function firstBorder(borders: readonly ReadonlySet<number>[], from: number, to: number): number | undefined {
  for (const kind of borders) {
    for (let position = from; position <= to; position++) if (kind.has(position)) return position;
  }
  return undefined;
}

/** Returns the last border from position `from` to `to`, both included, of the best kind that has a border in that range. */
function lastBorder(borders: readonly ReadonlySet<number>[], from: number, to: number): number | undefined {
  for (const kind of borders) {
    for (let position = to; position >= from; position--) if (kind.has(position)) return position;
  }
  return undefined;
}
