import type { Style } from '@x/terminal';

/** How a result is written. */
export interface FormatOptions {
  readonly style: Style;
  /** Width of the terminal in columns; lines are cut or wrapped to it. `undefined` writes whole lines. */
  readonly columns: number | undefined;
  /** Draws each movie's way from its old to its new rank, where it has room. */
  readonly picture: boolean;
}
