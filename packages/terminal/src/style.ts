import { styleText } from 'node:util';

/** Colors a text, or returns it unchanged when color is off. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly up: (text: string) => string;
  readonly down: (text: string) => string;
  /** Marks the words that matched. */
  readonly mark: (text: string) => string;
}

const plain = (text: string): string => text;

/**
 * Returns colors for a terminal that supports them (Node honors `NO_COLOR` and `FORCE_COLOR`), else functions that
 * change nothing.
 */
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
