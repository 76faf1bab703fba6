import wrapAnsi from 'wrap-ansi';

/** Text of a that stands beside its numbers; where less has room, it stands below them. */
const leastBeside = 16;

interface Width {
  /** Of the terminal; `undefined` leaves lines as long as they are. */
  readonly columns: number | undefined;
}

/**
 * How wide lines may be: as `COLUMNS` says, else as the terminal is. `undefined` for no limit, which is what a file or a pipe has.
 *
 * @example
 * columnsOf(process.stdout, { COLUMNS: '40' }); // => 40
 */
export function columnsOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): number | undefined {
  const asked = Number(environment['COLUMNS']);
  if (Number.isInteger(asked) && asked > 0) return asked;
  // A terminal that does not know its width says 0.
  return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
}

/** How a text is wrapped. */
interface Wrapping extends Width {
  /** Of all lines but the first, in columns. @default 0 */
  readonly indent?: number;
  /** Breaks words that are longer than a line; without, they can be copied whole. @default true */
  readonly breakWords?: boolean;
}

/** A text wrapped between words. */
export function wrap(text: string, { columns, indent = 0, breakWords = true }: Wrapping): string {
  if (columns === undefined) return text;
  const width = Math.max(columns - indent, 1);
  // A number stays with its unit, and a long word begins a line of its own before it is broken.
  const lines = wrapAnsi(text.replaceAll(' ms', '\u00A0ms'), width);
  const wrapped = breakWords ? wrapAnsi(lines, width, { hard: true }) : lines;
  return wrapped.replaceAll('\u00A0ms', ' ms').replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/**
 * The numbers of a hit and as much of its text as fits beside them, or below them in a narrow terminal.
 *
 * @param used columns that the numbers take, without colours
 */
export function withText(numbers: string, used: number, text: string, { columns }: Width): string {
  if (columns === undefined || columns - used >= leastBeside) return numbers + cut(text, (columns ?? Infinity) - used);
  return `${numbers.trimEnd()}\n${' '.repeat(textIndent)}${cut(text, columns - textIndent)}`;
}

const textIndent = 4;

/** A line as far as it fits; whole when `columns` is undefined. */
export function cut(line: string, columns: number | undefined): string {
  return columns === undefined || line.length <= columns ? line : `${line.slice(0, Math.max(columns - 1, 1))}…`;
}
