const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Returns a title for a text: its first sentence if that is short enough, or else its beginning.
 *
 * @param length The maximum number of graphemes, without the ellipsis.
 * @example
 * titleOf('Spinal Tap is on tour. It proves fateful.', 40); // => 'Spinal Tap is on tour'
 */
export function titleOf(text: string, length: number): string {
  const title = shorten(text, length);
  const [, sentence] = /^(.{12,}?)[.!?]\s/u.exec(title) ?? /^(.+)\.$/u.exec(title) ?? [];
  return sentence ?? title;
}

/**
 * Returns the beginning of a text on one line, truncated between words if possible, and never within a grapheme.
 *
 * @param length The maximum number of graphemes, without the ellipsis.
 * @example
 * shorten('The toys are mistakenly delivered', 12); // => 'The toys are…'
 */
export function shorten(text: string, length: number): string {
  let line = '';
  let count = 0;
  // The segmenter is lazy, so a long text is not read to its end.
  for (const { segment } of GRAPHEMES.segment(text.trim())) {
    const isSpace = segment.trim() === '';
    if (isSpace && line.endsWith(' ')) continue;
    if (count === length) return `${(isSpace ? line : cutWord(line)).replace(/[\s,;:.–—-]+$/, '')}…`;
    line += isSpace ? ' ' : segment;
    count += 1;
  }
  return line;
}

/** Removes the last word, which may be incomplete, unless it is more than half of the line. */
function cutWord(line: string): string {
  const lastSpace = line.lastIndexOf(' ');
  return lastSpace > line.length / 2 ? line.slice(0, lastSpace) : line;
}
