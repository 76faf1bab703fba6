const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The first characters of a text, at most `length` UTF-16 units, cut between graphemes: no emoji or accented letter is divided.
 *
 * @example
 * toSnippet('a👩‍👩‍👧b', 8); // => 'a'
 */
export function toSnippet(text: string, length = 200): string {
  // The grapheme to which the first unit beyond belongs is the first that is left out.
  return text.slice(0, graphemes.segment(text).containing(length)?.index);
}
