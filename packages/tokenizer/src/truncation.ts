/** Which text of a pair gives up tokens when both together exceed the limit. A single text is always the one that is cut. */
export type TruncationStrategy = 'longestFirst' | 'onlyFirst' | 'onlySecond';

/** The end of a text at which tokens are cut. */
export type TruncationDirection = 'right' | 'left';

/** How many tokens of each text are kept. */
export interface KeptLengths {
  readonly first: number;
  readonly second: number;
}

/**
 * How many tokens each text of a pair keeps so that together they fit into `room`; `undefined` when the one text that may be
 * cut would have nothing left.
 *
 * `longestFirst` follows `truncate_encodings` in Hugging Face tokenizers (`utils/truncation.rs`): the longer text gives way
 * until both are equally long, then both share the room and the longer (of equals: the second) gets the odd token.
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
  // While one text is at most half the room it stays whole and the other takes what is left.
  const half = Math.floor(room / 2);
  const kept = shorter <= half ? shorter : half;
  return first > second ? { first: room - kept, second: kept } : { first: kept, second: room - kept };
}

/** The part of `ids` that stays when `length` tokens are kept; a view, not a copy. */
export function keepTokens(ids: Int32Array, length: number, direction: TruncationDirection): Int32Array {
  return ids.subarray(...keptRange(ids.length, length, direction));
}

/** The tokens that stay when `length` of `total` are kept: from the first of them to behind the last. */
export function keptRange(total: number, length: number, direction: TruncationDirection): [start: number, end: number] {
  return direction === 'right' ? [0, length] : [total - length, total];
}
