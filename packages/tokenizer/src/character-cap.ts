/** A text cut to a number of UTF-16 units. */
export interface CappedText {
  readonly text: string;
  /** UTF-16 units that were cut off. */
  readonly truncatedCharacters: number;
}

/**
 * Cuts `text` after `maxCharacters` UTF-16 units, never through a surrogate pair.
 *
 * Tokenizers spend time and memory in proportion to the characters they are given, whatever the token limit:
 * one unbroken word of 2 MB costs a second.
 */
export function capCharacters(text: string, maxCharacters: number): CappedText {
  if (text.length <= maxCharacters) return { text, truncatedCharacters: 0 };
  const isHighSurrogate = (text.charCodeAt(maxCharacters - 1) & 0xfc00) === 0xd800;
  const capped = text.slice(0, isHighSurrogate ? maxCharacters - 1 : maxCharacters);
  return { text: capped, truncatedCharacters: text.length - capped.length };
}
