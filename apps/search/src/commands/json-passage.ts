import type { FoundPassage } from '../search-index/find-passages.ts';
import type { PassagePayload } from '../search-index/passage-payload.ts';

/** A passage for programs. */
export interface JsonPassage {
  readonly file: string;
  /** Its place among the passages of its file, from 0. */
  readonly passage: number;
  readonly title?: string;
  readonly headings: readonly string[];
  /** First and last, from 1. */
  readonly lines?: readonly [number, number];
  readonly pages?: readonly [number, number];
  readonly score?: number;
  readonly text: string;
  readonly matches?: FoundPassage['matches'];
}

/** What is stored of a passage, and where it was found, in the words of the outside. */
export function toJsonPassage(
  { file, number, title, headings, unit, first, last, score, text, matches }: PassagePayload & Partial<FoundPassage>,
  showPath: (file: string) => string,
): JsonPassage {
  return {
    file: showPath(file),
    passage: number,
    ...(title !== undefined && { title }),
    headings,
    ...(unit === 'line' ? { lines: [first, last] } : { pages: [first, last] }),
    ...(score !== undefined && { score }),
    text,
    ...(matches && { matches }),
  };
}
