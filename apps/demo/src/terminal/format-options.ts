import type { Style } from './style.ts';

/** How a result is written. */
export interface FormatOptions {
  readonly style: Style;
  /** Width of the terminal in columns; lines are cut to it. `undefined` writes whole lines. */
  readonly columns: number | undefined;
  /** Draws each movie's way from its old to its new rank. */
  readonly picture: boolean;
}

/** As much of a text as fits beside `used` columns, at least its beginning. */
export function fit(text: string, used: number, { columns }: Pick<FormatOptions, 'columns'>): string {
  if (columns === undefined || used + text.length <= columns) return text;
  return `${text.slice(0, Math.max(columns - used - 1, 10))}…`;
}
