import type { FoundPassage } from '../search-index/find-passages.ts';
import type { PassagePayload } from '../search-index/passage-payload.ts';

/** A passage as `--json` and the MCP tools return it. */
export interface JsonPassage {
  readonly file: string;
  /** The number of the passage in its file, from 0. */
  readonly passage: number;
  readonly title?: string;
  readonly headings: readonly string[];
  /** The first and the last line, from 1. */
  readonly lines?: readonly [number, number];
  readonly pages?: readonly [number, number];
  readonly score?: number;
  readonly text: string;
  readonly matches?: FoundPassage['matches'];
}

/** Converts a stored or found passage to its public form. */
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
