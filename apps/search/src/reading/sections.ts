import type { Section } from './file-text.ts';

/** A heading of a text. */
export interface Heading {
  /** The level: 1 for `h1`. Outer headings have smaller levels. */
  readonly level: number;
  readonly title: string;
  /** The start of the heading in the text. */
  readonly start: number;
  /** The start of the text after the heading. */
  readonly bodyStart: number;
}

// Each passage repeats its headings, so very long headings must be truncated.
const maxTitleCharacters = 200;

/**
 * Splits a text at its headings, which must be in the order of the text. Ignores headings without a title.
 *
 * @example
 * splitAtHeadings('A\nb', [{ level: 1, title: 'A', start: 0, bodyStart: 2 }]);
 * // => [{ headings: ['A'], start: 0, bodyStart: 2, end: 3 }]
 */
export function splitAtHeadings(text: string, headings: readonly Heading[]): Section[] {
  const sections: Section[] = [];
  let path: Heading[] = [];
  let open: Omit<Section, 'end'> = { headings: [], start: 0, bodyStart: 0 };
  const close = (end: number): void => {
    if (end > open.start) sections.push({ ...open, end });
  };
  for (const { title, ...place } of headings) {
    const heading = { ...place, title: tidyTitle(title) };
    if (heading.title === '') continue;
    close(heading.start);
    path = [...path.filter(({ level }) => level < heading.level), heading];
    open = { headings: path.map((one) => one.title), start: heading.start, bodyStart: heading.bodyStart };
  }
  close(text.length);
  return sections;
}

/** Returns the title of the first outermost heading, or `undefined` without headings. */
export function topTitle(headings: readonly Heading[]): string | undefined {
  let top: Heading | undefined;
  for (const heading of headings) {
    if (tidyTitle(heading.title) !== '' && (top === undefined || heading.level < top.level)) top = heading;
  }
  return top === undefined ? undefined : tidyTitle(top.title);
}

/** Returns a title on one line, trimmed and truncated to 200 characters. */
export function tidyTitle(title: string): string {
  const line = title
    .trimStart()
    .slice(0, 4 * maxTitleCharacters)
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return line.length <= maxTitleCharacters
    ? line
    : `${line.slice(0, maxTitleCharacters - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
