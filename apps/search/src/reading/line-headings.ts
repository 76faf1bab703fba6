import type { Place } from './file-text.ts';
import type { Heading } from './sections.ts';

/** A heading with its range of lines, counted from 0. */
export interface LineHeading {
  readonly level: number;
  readonly title: string;
  readonly from: number;
  /** The end, exclusive. */
  readonly to: number;
}

/** Converts the lines of headings to offsets in a text. */
export function placeHeadings(headings: readonly LineHeading[], text: string, lines: readonly Place[]): Heading[] {
  const lineStart = (index: number): number => lines[index]?.start ?? text.length;
  return headings.map(({ level, title, from, to }) => ({
    level,
    title,
    start: lineStart(from),
    bodyStart: lineStart(to),
  }));
}
