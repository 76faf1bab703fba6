import type { TextSpan } from '@x/core';
import type { TokenMatch } from '@x/pipeline';

/** The maximum number of lines of an excerpt. */
const mostLines = 3;
/** The maximum number of characters of a line. In some files, a line is a whole paragraph. */
const mostCharacters = 240;

/**
 * Returns the lines of a passage that match the query best. Truncates long lines around their strongest match.
 *
 * @param matches The matches in the order of the text.
 * @returns Spans of the text in its order, at most three, of at most 240 characters each.
 */
export function excerptOf(text: string, matches: readonly TokenMatch[]): TextSpan[] {
  const lines = linesOf(text).filter(({ start, end }) => text.slice(start, end).trim() !== '');
  const weights = lines.map((line) => weightOf(line, matches));
  let best = 0;
  let bestWeight = -1;
  for (let from = 0; from === 0 || from + mostLines <= lines.length; from++) {
    const weight = weights.slice(from, from + mostLines).reduce((sum, each) => sum + each, 0);
    if (weight > bestWeight) [best, bestWeight] = [from, weight];
  }
  return lines.slice(best, best + mostLines).map((line) => cutLine(text, line, matches));
}

function linesOf(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    spans.push({ start, end });
    start = end + 1;
  }
  return spans;
}

function weightOf({ start, end }: TextSpan, matches: readonly TokenMatch[]): number {
  return matches.reduce((sum, match) => (match.start >= start && match.end <= end ? sum + match.weight : sum), 0);
}

/** Truncates a line to the part around its strongest match. */
function cutLine(text: string, line: TextSpan, matches: readonly TokenMatch[]): TextSpan {
  if (line.end - line.start <= mostCharacters) return line;
  const inside = matches.filter((match) => match.start >= line.start && match.end <= line.end);
  const strongest = inside.toSorted((a, b) => b.weight - a.weight)[0];
  const latest = line.end - mostCharacters;
  const wanted = (strongest?.start ?? line.start) - mostCharacters / 3;
  const start = Math.max(line.start, Math.min(Math.floor(wanted), latest));
  const end = start + mostCharacters;
  return { start: wordStart(text, start, line.start), end: end >= line.end ? line.end : wordEnd(text, end, start) };
}

function wordStart(text: string, at: number, first: number): number {
  if (at === first) return first;
  const space = text.indexOf(' ', at);
  return space === -1 || space > at + 40 ? at : space + 1;
}

function wordEnd(text: string, at: number, first: number): number {
  const space = text.lastIndexOf(' ', at);
  return space < first + 1 || space < at - 40 ? at : space;
}
