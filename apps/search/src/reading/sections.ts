import type { Section } from './file-text.ts';

/** A heading of a text. */
export interface Heading {
  /** Smaller is further out: 1 for `h1`. */
  readonly level: number;
  readonly title: string;
  /** Where it begins in the text. */
  readonly start: number;
  /** Where what follows it begins. */
  readonly bodyStart: number;
}

// A heading without an end must not be repeated with each of its passages.
const maxTitleCharacters = 200;

/**
 * Divides a text at its headings, which are in the order of the text; one without a title divides nothing.
 *
 * @example
 * divideAtHeadings('A\nb', [{ level: 1, title: 'A', start: 0, bodyStart: 2 }]);
 * // => [{ headings: ['A'], start: 0, bodyStart: 2, end: 3 }]
 */
export function divideAtHeadings(text: string, headings: readonly Heading[]): Section[] {
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

/** The first of the outermost headings, where there is one. */
export function topTitle(headings: readonly Heading[]): string | undefined {
  let top: Heading | undefined;
  for (const heading of headings) {
    if (tidyTitle(heading.title) !== '' && (top === undefined || heading.level < top.level)) top = heading;
  }
  return top === undefined ? undefined : tidyTitle(top.title);
}

/** A title on one line, without blank ends, cut to a length that can be shown. */
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
