import { isDeepStrictEqual } from 'node:util';

/** A point with its score or order value, or a group of such points, the best one first. */
type Row = Record<string, unknown> & { readonly id: unknown };

/** Fields with a server's own numbers, which are not part of the result. */
const uncompared = new Set(['time', 'operation_id', 'version']);

/** Options of {@link differenceOf}. */
export interface CompareOptions {
  /** The requested number of rows. If rows tie at the end, any of them may be included. */
  readonly limit: number;
  /** Whether rows before the first were cut off. Which rows that tie at the start are included is then not compared either. */
  readonly isCutInFront: boolean;
}

/**
 * Returns where two responses differ, as a path with both values; `undefined` when they are equal. Numbers may differ within float32 precision, and rows
 * with equal scores or order values may be in any order.
 */
export function differenceOf(
  found: unknown,
  expected: unknown,
  options: CompareOptions,
  path = '',
): string | undefined {
  if (typeof found === 'number' && typeof expected === 'number') {
    return isNear(found, expected) ? undefined : difference(found, expected, path);
  }
  if (Array.isArray(found) && Array.isArray(expected)) {
    if (found.length !== expected.length) return difference(found.length, expected.length, `${path}.length`);
    const isRanked = isRows(found) && isRows(expected) && rankOf(expected[0]) !== undefined;
    if (isRanked) return differenceOfRows(found, expected, options, path);
    return firstOf(expected.keys(), (index) =>
      differenceOf(found[index], expected[index], options, `${path}[${index}]`),
    );
  }
  if (isObject(found) && isObject(expected)) {
    const keys = new Set([...Object.keys(found), ...Object.keys(expected)].filter((key) => !uncompared.has(key)));
    return firstOf(keys, (key) => differenceOf(found[key], expected[key], options, `${path}.${key}`));
  }
  return isDeepStrictEqual(found, expected) ? undefined : difference(found, expected, path);
}

/** Returns whether two neighbors of a ranking have the same rank, so that their order is not specified. */
export function hasTies(rows: readonly { readonly id: unknown }[]): boolean {
  return tiesOf(rows).some((ties) => ties.length > 1);
}

/** Compares the ranks position by position, then the rows of each rank with their contents in any order. */
function differenceOfRows(
  found: readonly Row[],
  expected: readonly Row[],
  options: CompareOptions,
  path: string,
): string | undefined {
  const ranks = firstOf(expected.keys(), (index) =>
    differenceOf(rankOf(found[index]), rankOf(expected[index]), options, `${path}[${index}] rank`),
  );
  if (ranks !== undefined) return ranks;
  return firstOf(tiesOf(expected), (indexes) => {
    const isCut =
      (options.isCutInFront && indexes[0] === 0) ||
      (expected.length >= options.limit && indexes.at(-1) === expected.length - 1);
    const byId = new Map(indexes.map((index) => [String(found[index]!.id), found[index]]));
    return firstOf(indexes, (index) => {
      const row = byId.get(String(expected[index]!.id));
      if (row === undefined && isCut) return undefined;
      return differenceOf(row, expected[index], options, `${path}[${index}]`);
    });
  });
}

/** Returns the indexes of the rows, as one list per rank. */
function tiesOf(rows: readonly Row[]): number[][] {
  const ties: number[][] = [];
  for (const [index, row] of rows.entries()) {
    const isTie = index > 0 && isNear(rankOf(rows[index - 1]) as number, rankOf(row) as number);
    if (isTie) ties.at(-1)!.push(index);
    else ties.push([index]);
  }
  return ties;
}

function rankOf(row: Row | undefined): unknown {
  const { score, order_value: value, hits }: Readonly<Record<string, unknown>> = row ?? {};
  return Array.isArray(hits) ? rankOf(hits[0] as Row) : (value ?? score);
}

function isRows(values: readonly unknown[]): values is readonly Row[] {
  return values.length > 0 && values.every((value) => isObject(value) && 'id' in value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNear(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 2e-6 * Math.max(1, Math.abs(a), Math.abs(b));
}

function difference(found: unknown, expected: unknown, path: string): string {
  return `${path}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`;
}

function firstOf<T>(values: Iterable<T>, find: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
