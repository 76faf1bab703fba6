import { isAbsolute, relative } from 'node:path';

import type { TextSpan } from '@x/core';
import type { TokenMatch } from '@x/pipeline';
import { markMatches, printable, printableLine, type Style, wrap } from '@x/terminal';

import type { FoundPassage } from '../search-index/find-passages.ts';
import { excerptOf } from './excerpt.ts';

/** Options of {@link formatPassages}. */
export interface FormatOptions {
  readonly style: Style;
  /** The width of the terminal; `undefined` to print unwrapped lines. */
  readonly columns: number | undefined;
  /** True to show whole passages instead of their best lines. */
  readonly full: boolean;
  /** Returns the path of a file to show. */
  readonly showPath: (file: string) => string;
}

const indent = 3;

/** Formats passages for a terminal: the file and position of each passage, and the lines that match the query best. */
export function formatPassages(passages: readonly FoundPassage[], options: FormatOptions): string {
  if (passages.length === 0) return 'No passages found.\n';
  return `${passages.map((passage) => formatPassage(passage, options)).join('\n\n')}\n`;
}

function formatPassage(passage: FoundPassage, { style, columns, full, showPath }: FormatOptions): string {
  const { rank, file, headings, text, matches = [] } = passage;
  const where = `${printableLine(showPath(file))}${placeOf(passage)}`;
  const head = `${style.bold(`${rank}  ${where}`)}${headings.length === 0 ? '' : `  ${style.dim(printableLine(headings.join(' > ')))}`}`;
  const spans = full ? [{ start: 0, end: text.length }] : excerptOf(text, matches);
  const lines = spans.flatMap((span) => markSpan(text, span, matches, style).split('\n'));
  const width = columns === undefined ? {} : { columns: Math.max(columns - indent, 20) };
  const body = lines.map((line) =>
    wrap(line, { columns: width.columns, indent: 0 }).replaceAll('\n', `\n${' '.repeat(indent)}`),
  );
  return [
    wrap(head, { columns, indent, breakWords: false }),
    ...body.map((line) => `${' '.repeat(indent)}${line}`),
  ].join('\n');
}

/**
 * Returns the lines or pages of a passage in its file, in the form that editors accept after a file name.
 *
 * @example
 * placeOf({ unit: 'line', first: 12, last: 31, ... }); // => ':12-31'
 */
function placeOf({ unit, first, last }: Pick<FoundPassage, 'unit' | 'first' | 'last'>): string {
  const range = first === last ? `${first}` : `${first}-${last}`;
  return unit === 'line' ? `:${range}` : ` page ${range}`;
}

function markSpan(text: string, { start, end }: TextSpan, matches: readonly TokenMatch[], style: Style): string {
  const inside = matches
    .filter((match) => match.start >= start && match.end <= end)
    .map((match) => ({ ...match, start: match.start - start, end: match.end - start }));
  const isCut = (at: number): boolean => at > 0 && at < text.length && text[at] !== '\n' && text[at - 1] !== '\n';
  const marked = markMatches(printable(text.slice(start, end)), inside, style.mark);
  return `${isCut(start) ? '…' : ''}${marked}${isCut(end) ? '…' : ''}`;
}

/** Returns the path of a file relative to the folder `from`, or unchanged if the file is outside that folder. */
export function shortPath(path: string, from: string): string {
  const short = relative(from, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}
