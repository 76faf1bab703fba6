/** Which text of a pair loses tokens when both together exceed the limit. A single text is always cut. */
export type TruncationStrategy = 'longestFirst' | 'onlyFirst' | 'onlySecond';

/** The end of a text at which tokens are cut. */
export type TruncationDirection = 'right' | 'left';

/** Number of tokens kept of each text of a pair. */
export interface KeptLengths {
  readonly first: number;
  readonly second: number;
}

/**
 * Returns how many tokens to keep of each text of a pair, so that together they fit into `room`; `undefined` when the only text that
 * may be cut would keep no token.
 *
 * `longestFirst` follows `truncate_encodings` in Hugging Face tokenizers (`utils/truncation.rs`). It cuts the longer text until both are equally
 * long. Then both share the room, and an odd token goes to the text that was longer; in a tie, to the second.
 *
 * @example
 * keptLengths({ first: 5, second: 40, room: 21, strategy: 'longestFirst' }); // => { first: 5, second: 16 }
 */
export function keptLengths({
  first,
  second,
  room,
  strategy,
}: {
  readonly first: number;
  readonly second: number;
  readonly room: number;
  readonly strategy: TruncationStrategy;
}): KeptLengths | undefined {
  const excess = first + second - room;
  if (excess <= 0) return { first, second };
  if (strategy === 'onlyFirst') return first > excess ? { first: first - excess, second } : undefined;
  if (strategy === 'onlySecond') return second > excess ? { first, second: second - excess } : undefined;

  const shorter = Math.min(first, second);
  // A text of at most half the room stays whole, and the other text gets the rest.
  const half = Math.floor(room / 2);
  const kept = shorter <= half ? shorter : half;
  return first > second ? { first: room - kept, second: kept } : { first: kept, second: room - kept };
}

/** Returns the `length` tokens of `ids` that are kept, as a view, not a copy. */
export function keepTokens(ids: Int32Array, length: number, direction: TruncationDirection): Int32Array {
  return ids.subarray(...keptRange(ids.length, length, direction));
}

/** Returns the range of tokens that are kept when `length` of `total` are kept. */
export function keptRange(total: number, length: number, direction: TruncationDirection): [start: number, end: number] {
  return direction === 'right' ? [0, length] : [total - length, total];
}
