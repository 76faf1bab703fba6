import type { Place } from '../file-text.ts';
import type { Heading } from '../sections.ts';

/** A bookmark of a PDF, as PDF.js gives it. */
export interface Bookmark {
  readonly title: string;
  /** A place, or the name of one. */
  readonly dest: string | readonly unknown[] | null;
  readonly items: readonly Bookmark[];
}

/** A bookmark that is not below another one has level 1. */
export interface LevelledBookmark extends Bookmark {
  readonly level: number;
}

const maxBookmarks = 2000;
const maxLevels = 20;

/** All bookmarks in the order of the outline, at most 2,000, with how deep they are. */
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

/** What is needed to find where a bookmark leads. */
export interface OutlinedText {
  readonly text: string;
  readonly pages: readonly Place[];
}

/**
 * The heading of a bookmark that leads to a page: where its title stands on that page, else where the page begins.
 *
 * @param from Where the heading before ended; titles stand in the order of the outline.
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

/** Where the number before a title begins, `2.1` or `A.1`, where its line begins with one; else where the title does. */
function numberStart(page: string, titleStart: number): number {
  const lineStart = page.slice(0, titleStart).lastIndexOf('\n') + 1;
  return /^(?:\d+|[A-Z])(?:\.\d+)*\.?[ \t]+$/u.test(page.slice(lineStart, titleStart)) ? lineStart : titleStart;
}

/** A title as it may stand on a page: in other letters, over several lines. */
function titlePattern(title: string): RegExp {
  const words = title.trim().slice(0, 500).split(/\s+/u);
  return new RegExp(
    words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)).join(String.raw`\s+`),
    'iu',
  );
}
