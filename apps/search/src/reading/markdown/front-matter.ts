/** The front matter of a Markdown text. */
export interface FrontMatter {
  readonly title?: string;
  /** The start of the text after it, in UTF-16 units; 0 without front matter. */
  readonly end: number;
}

const fences = [
  { opening: /^---[ \t]*\n/u, closing: /\n(?:---|\.\.\.)[ \t]*(?:\n|$)/u },
  { opening: /^\+\+\+[ \t]*\n/u, closing: /\n\+\+\+[ \t]*(?:\n|$)/u },
];

/**
 * Finds YAML (`---`) or TOML (`+++`) front matter at the top of a text, and a title in it that is on one line.
 *
 * @example
 * findFrontMatter('---\ntitle: "Bees"\n---\nBees collect nectar.'); // => { title: 'Bees', end: 22 }
 */
export function findFrontMatter(text: string): FrontMatter {
  const closing = fences.find(({ opening }) => opening.test(text))?.closing.exec(text);
  if (closing === undefined || closing === null) return { end: 0 };
  const block = text.slice(3, closing.index + 1);
  // Front matter begins with a key. Without one, `---` at the top is a horizontal rule.
  const firstLine = /^[ \t]*([^\s#].*)$/mu.exec(block)?.[1] ?? '';
  if (!/^["']?[\w.-]+["']?[ \t]*[:=]/u.test(firstLine)) return { end: 0 };
  const value = /\ntitle[ \t]*[:=][ \t]*(.*)/u.exec(block)?.[1]?.trim();
  const title = value === undefined ? '' : readScalar(value);
  return { end: closing.index + closing[0].length, ...(title === '' ? {} : { title }) };
}

// Reading one key does not justify a YAML parser and a TOML parser. For a title on several lines, the first heading is used instead.
function readScalar(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/u.exec(value)?.[1] ?? /^'((?:[^']|'')*)'/u.exec(value)?.[1];
  if (quoted !== undefined) {
    return value.startsWith('"') ? quoted.replaceAll(/\\(["\\])/gu, '$1') : quoted.replaceAll("''", "'");
  }
  return /^[>|&*!{[]/u.test(value) ? '' : value.replace(/(?:^|\s)#.*$/u, '').trim();
}
