import type { TextMatch } from '../../../src/web/contract.ts';

/** The minimum weight of a marked word. More marks would hide the important ones. */
const LEAST_WEIGHT = 0.05;

/** A part of a text. */
export interface TextPart {
  readonly part: string;
  readonly isMatch: boolean;
}

/**
 * Splits a text into its matching parts and the parts between them.
 *
 * @param text The whole text or its beginning. Matches beyond it are ignored.
 * @param matches The matches in the order of the text.
 * @example
 * splitByMatches('A strong girl', [{ start: 2, end: 8, weight: 0.7 }]);
 * // => [{ part: 'A ', isMatch: false }, { part: 'strong', isMatch: true }, { part: ' girl', isMatch: false }]
 */
export function splitByMatches(text: string, matches: readonly TextMatch[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end, weight } of matches) {
    if (weight < LEAST_WEIGHT || end > text.length) continue;
    parts.push({ part: text.slice(at, start), isMatch: false }, { part: text.slice(start, end), isMatch: true });
    at = end;
  }
  return [...parts, { part: text.slice(at), isMatch: false }].filter(({ part }) => part !== '');
}
