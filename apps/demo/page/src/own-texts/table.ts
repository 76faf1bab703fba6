import { chooseColumn } from './choose-column.ts';
import { leaveOut, type LeftOut } from './left-out.ts';

/** Rows of named fields. */
export interface Table {
  readonly columns: readonly string[];
  /** The rows. A row without columns is a string. */
  readonly rows: readonly (readonly string[] | string)[];
  /** The parts of the source that are in none of the rows. */
  readonly leftOut: readonly LeftOut[];
  /** A sentence about an error in the table, if any. */
  readonly problem?: string;
}

/** The texts of a table, and the parts that were left out. */
export interface TableTexts {
  readonly texts: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** The names of the columns and the chosen one; absent without columns. */
  readonly columns?: { readonly names: readonly string[]; readonly chosen: number };
  readonly problem?: string;
}

const NAMED_COLUMNS = 4;
const names = new Intl.ListFormat('en-GB');

/** Returns the texts of one column and of the rows without columns. */
export function textsOfTable({ columns, rows, leftOut, problem }: Table, chosenColumn?: number): TableTexts {
  const rowsOfFields = rows.filter((row) => typeof row !== 'string');
  const chosen = chosenColumn ?? chooseColumn(columns, rowsOfFields);
  const texts: string[] = [];
  const others: string[] = [];
  const without: string[] = [];
  for (const row of rows) {
    const text = (typeof row === 'string' ? row : (row[chosen] ?? '')).trim();
    if (text !== '') texts.push(text);
    if (typeof row === 'string') continue;
    const rest = row.filter((field, index) => index !== chosen && field.trim() !== '');
    if (text === '') without.push(rest.join(' · '));
    else for (const field of rest) others.push(field);
  }
  return {
    texts,
    leftOut: [
      ...leftOut,
      ...leaveOut('row', `without a text in “${columns[chosen] ?? ''}”`, without),
      ...leaveOut('field', `in ${otherColumns(columns, chosen)}`, others),
    ],
    ...(columns.length > 0 && { columns: { names: columns, chosen } }),
    ...(problem !== undefined && { problem }),
  };
}

function otherColumns(columns: readonly string[], chosen: number): string {
  const others = columns.filter((_, index) => index !== chosen).map((name) => `“${name}”`);
  return others.length > NAMED_COLUMNS
    ? `the ${others.length} other columns`
    : `the other columns, ${names.format(others)}`;
}
