/**
 * Returns a text without the byte order mark that some editors write at the start of a file. `JSON.parse` rejects the mark; RFC 8259, section 8.1,
 * allows parsers to ignore it.
 *
 * @example
 * JSON.parse(withoutByteOrderMark('\uFEFF{"a":1}')); // => { a: 1 }
 */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
