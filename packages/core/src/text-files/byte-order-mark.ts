/**
 * A text without the byte order mark that some editors put at the start of a file, and that `JSON.parse` takes for damage (RFC 8259,
 * section 8.1, allows to ignore it).
 *
 * @example
 * JSON.parse(withoutByteOrderMark('\uFEFF{"a":1}')); // => { a: 1 }
 */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
