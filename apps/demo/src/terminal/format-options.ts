import type { Style } from '@x/terminal';

/** Options of the functions that format a result. */
export interface FormatOptions {
  readonly style: Style;
  /** The width of the terminal in columns. Lines are truncated or wrapped to it. `undefined` keeps whole lines. */
  readonly columns: number | undefined;
  /** True to draw the change of each movie's rank, if there is room. */
  readonly picture: boolean;
}
