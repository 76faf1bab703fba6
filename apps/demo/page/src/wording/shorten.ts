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
  let line = '';
  let count = 0;
  // The segmenter reads no further than it is asked for.
  for (const { segment } of GRAPHEMES.segment(text.trim())) {
    const isSpace = segment.trim() === '';
    if (isSpace && line.endsWith(' ')) continue;
    if (count === length) return `${(isSpace ? line : cutWord(line)).replace(/[\s,;:.–—-]+$/, '')}…`;
    line += isSpace ? ' ' : segment;
    count += 1;
  }
  return line;
}

/** Leaves out the last word, which may be half of one, unless that is most of the line. */
function cutWord(line: string): string {
  const lastSpace = line.lastIndexOf(' ');
  return lastSpace > line.length / 2 ? line.slice(0, lastSpace) : line;
}
