const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });
// The time of a segmenter grows with the square of the length of its text.
const smallestWindow = 4096;

/**
 * Yields the position of each sentence in a text by Unicode's rules (UAX #29), which are the same for every language. The time is linear in the
 * length of the text, unless it has very long sentences.
 */
export function* sentenceStarts(text: string): Generator<number, void, undefined> {
  let start = 0;
  for (let size = smallestWindow; start < text.length;) {
    const window = text.slice(start, start + size);
    const starts = Array.from(sentences.segment(window), ({ index }) => start + index);
    const isLast = start + size >= text.length;
    // The window may cut its last two sentences: what follows can join them.
    const known = isLast ? starts : starts.slice(0, -2);
    yield* known;
    if (isLast) return;
    start = starts[known.length]!;
    size = known.length === 0 ? size * 2 : smallestWindow;
  }
}
