const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The first characters of a text, at most `length` UTF-16 units, cut between graphemes: no emoji or accented letter is divided.
 *
 * @example
 * toSnippet('a👩‍👩‍👧b', 8); // => 'a'
 */
export function toSnippet(text: string, length = 200): string {
  if (text.length <= length) return text;
  let end = 0;
  // One unit more tells whether the last grapheme goes on; what is behind cannot matter.
  for (const { index, segment } of graphemes.segment(text.slice(0, length + 1))) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
