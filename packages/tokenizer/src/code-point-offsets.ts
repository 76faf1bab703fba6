/** Start (inclusive) and end (exclusive) of a token in its text, in UTF-16 units: `text.slice(start, end)`. */
export type Offset = readonly [start: number, end: number];

/**
 * Converts offsets from Unicode code points, the unit of tokenizers, to UTF-16 units, the unit of JavaScript strings.
 *
 * @example
 * toUtf16Offsets('😀 café', [[0, 1], [2, 6]]); // => [[0, 2], [3, 7]]
 */
export function toUtf16Offsets(text: string, offsets: readonly (readonly number[])[]): Offset[] {
  const unitOf = utf16IndexByCodePoint(text);
  return offsets.map(([start = 0, end = 0]) => [unitOf[start] ?? text.length, unitOf[end] ?? text.length]);
}

/** Returns the start of each code point in UTF-16 units, followed by the text's length: `[codePoints + 1]`. */
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
