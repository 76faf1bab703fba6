import wrapAnsi from 'wrap-ansi';

/** Minimum columns for a text beside its numbers; with fewer, the text goes below them. */
const leastBeside = 16;

interface Width {
  /** Width of the terminal; `undefined` leaves lines uncut. */
  readonly columns: number | undefined;
}

/**
 * Returns the maximum line width: `COLUMNS` if it is set, else the terminal's width. Returns `undefined` (no limit) for a file or
 * a pipe.
 *
 * @example
 * columnsOf(process.stdout, { COLUMNS: '40' }); // => 40
 */
export function columnsOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): number | undefined {
  const asked = Number(environment['COLUMNS']);
  if (Number.isInteger(asked) && asked > 0) return asked;
  // A terminal that does not know its width reports 0.
  return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
}

/** Options of {@link wrap}. */
interface Wrapping extends Width {
  /** Indent of all lines but the first, in columns. @default 0 */
  readonly indent?: number;
  /** Breaks words that are longer than a line; when false, such words stay whole and can be copied. @default true */
  readonly breakWords?: boolean;
}

/** Wraps a text between words. */
export function wrap(text: string, { columns, indent = 0, breakWords = true }: Wrapping): string {
  if (columns === undefined) return text;
  const width = Math.max(columns - indent, 1);
  // A number stays with its unit, and a long word starts on a new line before it is broken.
  const lines = wrapAnsi(text.replaceAll(' ms', '\u00A0ms'), width);
  const wrapped = breakWords ? wrapAnsi(breakAtSlashes(lines, width), width, { hard: true }) : lines;
  return wrapped.replaceAll('\u00A0ms', ' ms').replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/** Breaks each word that is longer than a line after the last slash that fits: names and paths have slashes between their parts. */
function breakAtSlashes(lines: string, width: number): string {
  const longWord = new RegExp(`^(?=\\S{${width + 1}})(\\S{0,${width - 1}}/)`, 'gm');
  const broken = lines.replaceAll(longWord, '$1\n');
  return broken === lines ? broken : breakAtSlashes(broken, width);
}

/**
 * Returns the numbers of a hit with as much of its text as fits beside them, or below them in a narrow terminal.
 *
 * @param used columns that the numbers take, without color codes
 */
export function withText(numbers: string, used: number, text: string, { columns }: Width): string {
  if (columns === undefined) return numbers + text;
  if (columns - used >= leastBeside) return numbers + cut(text, columns - used);
  return `${numbers.trimEnd()}\n${' '.repeat(textIndent)}${cut(text, columns - textIndent)}`;
}

const textIndent = 4;

/** Cuts a line to `columns` between characters, with an ellipsis at the end; returns it whole when `columns` is undefined. */
export function cut(line: string, columns: number | undefined): string {
  if (columns === undefined) return line;
  const start = beyondOneRow(line, columns);
  if (start === line && rowsOf(start, columns).length === 1) return line;
  return `${rowsOf(start, Math.max(columns - 1, 1))[0]}…`;
}

/** Returns a start of the line that takes more than one row, or the whole line. The time to find the rows grows with the square of the length. */
function beyondOneRow(line: string, columns: number): string {
  let length = 4 * columns;
  while (length < line.length && rowsOf(line.slice(0, length), columns).length === 1) length *= 2;
  return line.slice(0, length);
}

/** Divides a line into rows of at most `columns`. A character may take two columns, or several code units. */
function rowsOf(line: string, columns: number): string[] {
  return wrapAnsi(line, columns, { hard: true, wordWrap: false, trim: false }).split('\n');
}
