import { parse } from 'papaparse';

import { leaveOut } from './left-out.ts';
import type { Table } from './table.ts';

const MANY_ROWS = 50;

/**
 * Reads CSV with any delimiter. Without a header, the columns are numbered.
 *
 * A row with more fields than columns is left out, because a comma in it may be a delimiter or part of a text. With only one column, commas are
 * part of the texts.
 *
 * @example
 * readTable('id,text\n1,One\n2,Two, or more').leftOut; // => [{ thing: 'row', reason: 'with more fields…', pieces: ['2,Two, or more'] }, …]
 */
export function readTable(content: string): Table {
  const { data, errors, meta } = parse<string[]>(withOneLineEnd(content), { skipEmptyLines: 'greedy' });
  const { delimiter } = meta;
  const quote = errors.find(({ type }) => type === 'Quotes');
  const problem = quote && `A quotation mark near row ${(quote.row ?? 0) + 1} is misplaced or not closed.`;
  const [first = [], ...rest] = data;
  const hasHeader = isHeader(first, rest);
  const all = hasHeader ? rest : data;
  const width = hasHeader ? first.length : mostCommonLength(all);
  const rows = width === 1 ? all.map((row) => [row.join(delimiter)]) : all.map((row) => withoutEmptyEnd(row, width));
  const columns = Array.from({ length: width }, (_, index) => {
    return (hasHeader && first[index]?.trim()) || `Column ${index + 1}`;
  });
  const reason = `with more fields than the ${width} columns: put quotation marks around a text with “${delimiter}” in it`;
  const tooLong = rows.filter(({ length }) => length > width).map((row) => row.join(delimiter));
  return {
    columns,
    rows: rows.filter(({ length }) => length <= width),
    leftOut: [
      ...leaveOut('row', reason, tooLong),
      ...leaveOut('line', 'read as column names', hasHeader ? [first.join(delimiter)] : []),
    ],
    ...(problem !== undefined && { problem }),
  };
}

/** Returns whether a text of unknown format looks like a table: a header, and at least two rows with the same number of fields. */
export function looksLikeTable(content: string): boolean {
  const { data } = parse<string[]>(withOneLineEnd(content), { skipEmptyLines: 'greedy', preview: MANY_ROWS });
  const [first = [], ...rest] = data;
  return (
    first.length > 1 &&
    rest.length > 1 &&
    data.every(({ length }) => length === first.length) &&
    // A space after a comma suggests a sentence instead of a header.
    first.every((name) => !/^\s/.test(name)) &&
    isHeader(first, rest)
  );
}

/** The parser assumes that all lines end like the first, but a file written by two programs mixes line ends. */
function withOneLineEnd(content: string): string {
  return content.replaceAll(/\r\n?/g, '\n');
}

/**
 * Returns whether fields look like a header with rows below it: they are short and distinct, and neither numbers nor sentences. One may be empty,
 * because programs that write row numbers often give that column no name.
 */
function isHeader(fields: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const names = fields.map((field) => field.trim());
  return (
    rows.length > 0 &&
    names.some((name) => name !== '') &&
    new Set(names).size === names.length &&
    names.every((name) => name === '' || (name.length <= 40 && !/[.!?]$/.test(name) && Number.isNaN(Number(name))))
  );
}

/** Returns the most common length of a row, or the larger one in a tie. */
function mostCommonLength(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [[length] = [0]] = [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || b - a);
  return length;
}

/** Removes empty fields beyond the width. Many programs end each row with a comma. */
function withoutEmptyEnd(row: readonly string[], width: number): readonly string[] {
  return row.slice(width).every((field) => field.trim() === '') ? row.slice(0, width) : row;
}
