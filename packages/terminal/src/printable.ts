/**
 * Replaces control characters by `·`. File contents and file names may contain characters that would control the
 * terminal.
 *
 * @example
 * printable('a\u001b[2Jb'); // => 'a·[2Jb'
 */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these characters are replaced
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\u00b7');
}

/** Like {@link printable}, and also replaces tabs and line breaks. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\t\n]/g, '\u00b7');
}
