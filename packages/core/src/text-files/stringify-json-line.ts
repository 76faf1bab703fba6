/**
 * Returns JSON for one line of a JSON Lines file, without the line end. U+2028 and U+2029, which some readers treat as line ends, are escaped.
 *
 * @param stringify a replacement for `JSON.stringify`, for values that it refuses. It must not write line ends.
 * @example
 * stringifyJsonLine({ text: 'one\u2028two' }); // => '{"text":"one\\u2028two"}'
 */
export function stringifyJsonLine(value: object, stringify: (value: object) => string = JSON.stringify): string {
  return stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}
