/** Start (inclusive) and end (exclusive) of a token in its text, in UTF-16 units: `text.slice(start, end)`. */
export type Offset = readonly [start: number, end: number];

/**
 * Converts offsets counted in Unicode code points, as tokenizers count, to UTF-16 units, as JavaScript strings count.
 *
 * @example
 * toUtf16Offsets('😀 café', [[0, 1], [2, 6]]); // => [[0, 2], [3, 7]]
 */
export function toUtf16Offsets(text: string, offsets: readonly (readonly number[])[]): Offset[] {
  const unitOf = utf16IndexByCodePoint(text);
  return offsets.map(([start = 0, end = 0]) => [unitOf[start] ?? text.length, unitOf[end] ?? text.length]);
}

/** `[codePoints + 1]`: where each code point starts in UTF-16 units, then the text's length. */
function utf16IndexByCodePoint(text: string): Uint32Array {
  const index = new Uint32Array(text.length + 1);
  let codePoints = 0;
  let unit = 0;
  for (const codePoint of text) {
    index[codePoints++] = unit;
    unit += codePoint.length;
  }
  index[codePoints] = unit;
  return index.subarray(0, codePoints + 1);
}
