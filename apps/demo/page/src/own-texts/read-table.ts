import { parse } from 'papaparse';

import { leaveOut } from './left-out.ts';
import type { Table } from './table.ts';

const MANY_ROWS = 50;

/**
 * Reads CSV, with whatever separates its fields; without a header its columns are numbered.
 *
 * A row with more fields than there are columns is left out: a comma in it stands for a border, or for itself. Where there is one column, commas
 * are no borders.
 *
 * @example
 * readTable('id,text\n1,One\n2,Two, or more').leftOut; // => [{ thing: 'row', reason: 'with more fields…', pieces: ['2,Two, or more'] }, …]
 */
export function readTable(content: string): Table {
  const { data, errors, meta } = parse<string[]>(content, { skipEmptyLines: 'greedy' });
  const { delimiter } = meta;
  const quote = errors.find(({ type }) => type === 'Quotes');
  const problem = quote && `A quotation mark is not closed, or stands alone, near row ${(quote.row ?? 0) + 1}.`;
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
      ...leaveOut('line', 'read as the names of the columns', hasHeader ? [first.join(delimiter)] : []),
    ],
    ...(problem !== undefined && { problem }),
  };
}

/** Whether a text whose kind nobody named is a table: a header, and two rows or more with as many fields. */
export function looksLikeTable(content: string): boolean {
  const { data } = parse<string[]>(content, { skipEmptyLines: 'greedy', preview: MANY_ROWS });
  const [first = [], ...rest] = data;
  return (
    first.length > 1 &&
    rest.length > 1 &&
    data.every(({ length }) => length === first.length) &&
    // In a sentence, a space follows the comma.
    first.every((name) => !/^\s/.test(name)) &&
    isHeader(first, rest)
  );
}

/**
 * A header's fields are short, different from each other, no numbers and no sentences; and something follows. One may be empty: programs that write
 * the number of each row give it no name.
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

/** The longer one where two are as common. */
function mostCommonLength(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [[length] = [0]] = [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || b - a);
  return length;
}

/** Many programs end each row with a comma. */
function withoutEmptyEnd(row: readonly string[], width: number): readonly string[] {
  return row.slice(width).every((field) => field.trim() === '') ? row.slice(0, width) : row;
}
