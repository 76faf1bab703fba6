/** What stands before a Markdown text. */
export interface FrontMatter {
  readonly title?: string;
  /** Where the text begins, in UTF-16 units; 0 without front matter. */
  readonly end: number;
}

const fences = [
  { opening: /^---[ \t]*\n/u, closing: /\n(?:---|\.\.\.)[ \t]*(?:\n|$)/u },
  { opening: /^\+\+\+[ \t]*\n/u, closing: /\n\+\+\+[ \t]*(?:\n|$)/u },
];

/**
 * Finds YAML (`---`) or TOML (`+++`) at the top of a text, and the title in it where that stands on one line.
 *
 * @example
 * findFrontMatter('---\ntitle: "Bees"\n---\nBees collect nectar.'); // => { title: 'Bees', end: 22 }
 */
export function findFrontMatter(text: string): FrontMatter {
  const closing = fences.find(({ opening }) => opening.test(text))?.closing.exec(text);
  if (closing === undefined || closing === null) return { end: 0 };
  const block = text.slice(3, closing.index + 1);
  // A rule at the top of a text is no front matter: that begins with a key.
  const firstLine = /^[ \t]*([^\s#].*)$/mu.exec(block)?.[1] ?? '';
  if (!/^["']?[\w.-]+["']?[ \t]*[:=]/u.test(firstLine)) return { end: 0 };
  const value = /\ntitle[ \t]*[:=][ \t]*(.*)/u.exec(block)?.[1]?.trim();
  const title = value === undefined ? '' : readScalar(value);
  return { end: closing.index + closing[0].length, ...(title === '' ? {} : { title }) };
}

// One key of a table does not need a parser of YAML and one of TOML. A title over several lines is left to the first heading.
function readScalar(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/u.exec(value)?.[1] ?? /^'((?:[^']|'')*)'/u.exec(value)?.[1];
  if (quoted !== undefined) {
    return value.startsWith('"') ? quoted.replaceAll(/\\(["\\])/gu, '$1') : quoted.replaceAll("''", "'");
  }
  return /^[>|&*!{[]/u.test(value) ? '' : value.replace(/(?:^|\s)#.*$/u, '').trim();
}
