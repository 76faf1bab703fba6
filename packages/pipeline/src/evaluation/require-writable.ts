import { InvalidArgumentError } from '@x/core';

/** Texts that a kind of file cannot hold in one field. */
interface FieldRule {
  readonly excluded: RegExp;
  readonly expected: string;
}

/** Fields of TREC files are separated by white space. */
export const trecFields: FieldRule = { excluded: /\s|^$/, expected: 'a text without white space, as TREC files need' };
/** Fields of BEIR's tables are separated by tabs. */
export const tabFields: FieldRule = { excluded: /[\t\n\r]/, expected: 'a text without tabs and line breaks' };

/** Checks an id that is written to a file, so that the file can be read back. @throws {InvalidArgumentError} with the id. */
export function requireField(id: string, parameter: string, { excluded, expected }: FieldRule): void {
  if (excluded.test(id)) throw new InvalidArgumentError({ parameter, value: id, expected });
}

/** Checks the ids and numbers of judgements or of a run. @throws {InvalidArgumentError} with the first that could not be read back. */
export function requireTable(
  table: Readonly<Record<string, Readonly<Record<string, number>>>>,
  number: 'score' | 'relevance',
  rule: FieldRule,
): void {
  for (const [query, values] of Object.entries(table)) {
    requireField(query, 'the id of a query', rule);
    for (const [document, value] of Object.entries(values)) {
      requireField(document, `the id of a document of the query '${query}'`, rule);
      if (Number.isFinite(value)) continue;
      const parameter = `the ${number} of the document '${document}' of the query '${query}'`;
      throw new InvalidArgumentError({ parameter, value, expected: 'a finite number' });
    }
  }
}
