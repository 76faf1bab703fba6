import { chooseColumn } from './choose-column.ts';
import { leaveOut, type LeftOut } from './left-out.ts';

/** Rows of named fields. */
export interface Table {
  readonly columns: readonly string[];
  /** Its rows; a text is one that has no columns. */
  readonly rows: readonly (readonly string[] | string)[];
  /** What is in none of the rows. */
  readonly leftOut: readonly LeftOut[];
  /** What is wrong with it, where something is. */
  readonly problem?: string;
}

/** The texts of a table, and what is in none of them. */
export interface TableTexts {
  readonly texts: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** What could be chosen, and what is; absent where there is no column. */
  readonly columns?: { readonly names: readonly string[]; readonly chosen: number };
  readonly problem?: string;
}

const NAMED_COLUMNS = 4;
const names = new Intl.ListFormat('en-GB');

/** Takes the texts from one column, and from the rows that are texts. */
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
    else others.push(...rest);
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
