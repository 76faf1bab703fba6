import { parse } from 'papaparse';

/** Rows of named fields. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is wrong with it, where something is. */
  readonly problem?: string;
}

const MANY_ROWS = 50;

/** Reads CSV, with whatever separates its fields; without a header its columns are numbered. */
export function readTable(content: string): Table {
  const { data, errors } = parse<string[]>(content, { skipEmptyLines: 'greedy' });
  const quote = errors.find(({ type }) => type === 'Quotes');
  const problem =
    quote === undefined
      ? {}
      : { problem: `A quotation mark is not closed, or stands alone, near row ${(quote.row ?? 0) + 1}.` };
  const [first = [], ...rest] = data;
  if (isHeader(first, rest)) return { columns: first.map((name) => name.trim()), rows: rest, ...problem };
  return { columns: first.map((_, index) => `Column ${index + 1}`), rows: data, ...problem };
}

/** Whether a text whose kind nobody named is a table: a header, and rows with as many fields. */
export function looksLikeTable(content: string): boolean {
  const { data } = parse<string[]>(content, { skipEmptyLines: 'greedy', preview: MANY_ROWS });
  const [first = [], ...rest] = data;
  return (
    first.length > 1 && rest.length > 0 && data.every(({ length }) => length === first.length) && isHeader(first, rest)
  );
}

/** A header's fields are short, different from each other, no numbers and no sentences; and something follows. */
function isHeader(fields: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const names = fields.map((field) => field.trim());
  return (
    rows.length > 0 &&
    new Set(names).size === names.length &&
    names.every((name) => name !== '' && name.length <= 40 && !/[.!?]$/.test(name) && Number.isNaN(Number(name)))
  );
}
