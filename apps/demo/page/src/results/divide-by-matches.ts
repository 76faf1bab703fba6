import type { TextMatch } from '../../../src/web/contract.ts';

/** Words that account for less of a score are not marked: they would hide the others. */
const LEAST_WEIGHT = 0.05;

/** A piece of a text. */
export interface TextPart {
  readonly part: string;
  readonly isMatch: boolean;
}

/**
 * The parts of a text that matched, and those between.
 *
 * @param text the whole text or its beginning; what matched beyond it is left out
 * @param matches in the order of the text
 * @example
 * divideByMatches('A strong girl', [{ start: 2, end: 8, weight: 0.7 }]);
 * // => [{ part: 'A ', isMatch: false }, { part: 'strong', isMatch: true }, { part: ' girl', isMatch: false }]
 */
export function divideByMatches(text: string, matches: readonly TextMatch[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end, weight } of matches) {
    if (weight < LEAST_WEIGHT || end > text.length) continue;
    parts.push({ part: text.slice(at, start), isMatch: false }, { part: text.slice(start, end), isMatch: true });
    at = end;
  }
  return [...parts, { part: text.slice(at), isMatch: false }].filter(({ part }) => part !== '');
}
