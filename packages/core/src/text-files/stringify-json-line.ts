/**
 * JSON for one line of a JSON Lines file, without the line end. U+2028 and U+2029, which some readers take for line ends, are escaped.
 *
 * @param stringify for values that `JSON.stringify` refuses; it must write no line end.
 * @example
 * stringifyJsonLine({ text: 'one\u2028two' }); // => '{"text":"one\\u2028two"}'
 */
export function stringifyJsonLine(value: object, stringify: (value: object) => string = JSON.stringify): string {
  return stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}
