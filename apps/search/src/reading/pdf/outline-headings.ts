import type { Place } from '../file-text.ts';
import type { Heading } from '../sections.ts';

/** A bookmark of a PDF, as PDF.js returns it. */
export interface Bookmark {
  readonly title: string;
  /** A destination, or the name of one. */
  readonly dest: string | readonly unknown[] | null;
  readonly items: readonly Bookmark[];
}

/** A bookmark with its depth in the outline. The outermost bookmarks have level 1. */
export interface LevelledBookmark extends Bookmark {
  readonly level: number;
}

const maxBookmarks = 2000;
const maxLevels = 20;

/** Lists the bookmarks in the order of the outline, at most 2,000, with their levels up to 20. */
export function listBookmarks(outline: readonly Bookmark[]): LevelledBookmark[] {
  const list: LevelledBookmark[] = [];
  const waiting = outline.map((bookmark) => ({ ...bookmark, level: 1 })).toReversed();
  for (let next = waiting.pop(); next !== undefined && list.length < maxBookmarks; next = waiting.pop()) {
    const level = Math.min(next.level + 1, maxLevels);
    list.push(next);
    waiting.push(
      ...next.items
        .slice(0, maxBookmarks)
        .map((bookmark) => ({ ...bookmark, level }))
        .toReversed(),
    );
  }
  return list;
}

/** The text and pages of a PDF, for finding the destination of a bookmark. */
export interface OutlinedText {
  readonly text: string;
  readonly pages: readonly Place[];
}

/**
 * Returns the heading of a bookmark that leads to a page. It starts at the bookmark's title on that page, else at the start of the page.
 *
 * @param from The end of the previous heading. Titles occur in the order of the outline.
 */
export function headingOnPage(
  { text, pages }: OutlinedText,
  { bookmark, page, from }: { readonly bookmark: LevelledBookmark; readonly page: number; readonly from: number },
): Heading | undefined {
  const { title, level } = bookmark;
  const pageStart = pages[page - 1]?.start;
  const pageEnd = pages[page]?.start ?? text.length;
  if (pageStart === undefined || pageEnd < from) return undefined;
  const start = Math.max(pageStart, from);
  const rest = text.slice(start, pageEnd);
  const found = titlePattern(title).exec(rest);
  if (found === null) return { level, title, start, bodyStart: start };
  const bodyStart = start + found.index + found[0].length;
  return { level, title, start: start + numberStart(rest, found.index), bodyStart };
}

/** Returns the start of the number before a title, such as `2.1` or `A.1`, if its line begins with one, else the start of the title. */
function numberStart(page: string, titleStart: number): number {
  const lineStart = page.slice(0, titleStart).lastIndexOf('\n') + 1;
  return /^(?:\d+|[A-Z])(?:\.\d+)*\.?[ \t]+$/u.test(page.slice(lineStart, titleStart)) ? lineStart : titleStart;
}

/** Returns a pattern for a title on a page, which may differ in case and span several lines. */
function titlePattern(title: string): RegExp {
  const words = title.trim().slice(0, 500).split(/\s+/u);
  return new RegExp(
    words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)).join(String.raw`\s+`),
    'iu',
  );
}
