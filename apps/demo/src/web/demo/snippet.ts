const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Returns the beginning of a text, at most `length` UTF-16 units. It ends between graphemes, so no emoji or accented letter is split.
 *
 * @example
 * toSnippet('a👩‍👩‍👧b', 8); // => 'a'
 */
export function toSnippet(text: string, length = 200): string {
  // Ends before the grapheme that contains the first unit beyond the limit.
  return text.slice(0, graphemes.segment(text).containing(length)?.index);
}
