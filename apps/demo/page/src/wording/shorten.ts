const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * What stands for a text in a sentence: its first sentence where that is short enough, or else its beginning.
 *
 * @param length graphemes, at most, without the dots
 * @example
 * titleOf('Spinal Tap is on tour. It proves fateful.', 40); // => 'Spinal Tap is on tour'
 */
export function titleOf(text: string, length: number): string {
  const title = shorten(text, length);
  const [, sentence] = /^(.{12,}?)[.!?]\s/u.exec(title) ?? /^(.+)\.$/u.exec(title) ?? [];
  return sentence ?? title;
}

/**
 * The beginning of a text on one line, cut between words where there are any, and never within a grapheme.
 *
 * @param length graphemes, at most, without the dots
 * @example
 * shorten('The toys are mistakenly delivered', 12); // => 'The toys are…'
 */
export function shorten(text: string, length: number): string {
  // A grapheme is seldom longer than eight code units: the segmenter need not read the whole of a long text.
  const line = text
    .slice(0, length * 8)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const graphemes = Array.from(GRAPHEMES.segment(line), ({ segment }) => segment);
  if (graphemes.length <= length) return line;
  const start = graphemes.slice(0, length).join('');
  const lastSpace = graphemes[length] === ' ' ? start.length : start.lastIndexOf(' ');
  const cut = lastSpace > start.length / 2 ? start.slice(0, lastSpace) : start;
  return `${cut.replace(/[\s,;:.–—-]+$/, '')}…`;
}
