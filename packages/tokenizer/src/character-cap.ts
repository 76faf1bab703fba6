/** A text after capping, and how much of it was cut off. */
export interface CappedText {
  readonly text: string;
  /** Number of UTF-16 units that were cut off. */
  readonly truncatedCharacters: number;
}

/**
 * Cuts `text` after `maxCharacters` UTF-16 units, never through a surrogate pair.
 *
 * The time and memory of a tokenizer grow with the number of characters, whatever the token limit. One unbroken word of 2 MB takes a second.
 */
export function capCharacters(text: string, maxCharacters: number): CappedText {
  if (text.length <= maxCharacters) return { text, truncatedCharacters: 0 };
  return cutAt(text, isInsidePair(text, maxCharacters) ? maxCharacters - 1 : maxCharacters);
}

/** Cuts `text` after `maxCodePoints` code points, the unit in which Python counts characters. */
export function capCodePoints(text: string, maxCodePoints: number): CappedText {
  if (text.length <= maxCodePoints) return { text, truncatedCharacters: 0 };
  let end = 0;
  for (let count = 0; count < maxCodePoints && end < text.length; count++) end += isInsidePair(text, end + 1) ? 2 : 1;
  return cutAt(text, end);
}

function isInsidePair(text: string, index: number): boolean {
  return (text.charCodeAt(index - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(index) & 0xfc00) === 0xdc00;
}

function cutAt(text: string, end: number): CappedText {
  return { text: text.slice(0, end), truncatedCharacters: text.length - end };
}
