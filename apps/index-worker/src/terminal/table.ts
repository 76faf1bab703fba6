import { printableLine } from '@x/terminal';

import { whole } from './numbers.ts';

/**
 * Formats rows as lines with aligned columns. A column whose last cell is a number is aligned to the right.
 *
 * @example
 * table([['bees', 7], ['hives', 12]]); // => ['bees    7', 'hives  12']
 */
export function table(rows: readonly (readonly (number | string)[])[]): string[] {
  const shown = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? whole(cell) : printableLine(cell))));
  const last = shown.at(-1) ?? [];
  const widths = last.map((_, column) => Math.max(...shown.map((row) => row[column]!.length)));
  const align = (text: string, column: number): string =>
    isNumber.test(last[column]!) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return shown.map((row) => row.map(align).join('  ').trimEnd());
}

const isNumber = /^[\d.,]+$/;
