import { styleText } from 'node:util';

/** Colours a piece of text, or leaves it as it is where colour is not wanted. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly up: (text: string) => string;
  readonly down: (text: string) => string;
  /** For words that matched. */
  readonly mark: (text: string) => string;
}

const plain = (text: string): string => text;

/** Colours for a terminal that has them (`NO_COLOR` and `FORCE_COLOR` are honoured by Node), else none. */
export function createStyle(stream: NodeJS.WriteStream): Style {
  if (!stream.isTTY || !stream.hasColors()) return { bold: plain, dim: plain, up: plain, down: plain, mark: plain };
  return {
    bold: (text) => styleText('bold', text),
    dim: (text) => styleText('dim', text),
    up: (text) => styleText('green', text),
    down: (text) => styleText('red', text),
    mark: (text) => styleText(['bold', 'underline'], text),
  };
}
