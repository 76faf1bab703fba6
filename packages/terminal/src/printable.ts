/**
 * A text without what would steer the terminal: files may hold it, and have it in their names.
 *
 * @example
 * printable('a\u001b[2Jb'); // => 'a·[2Jb'
 */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\u00b7');
}

/** The same on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\t\n]/g, '\u00b7');
}
