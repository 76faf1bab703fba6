import { wrap } from './fit-columns.ts';

/** Minimum columns for descriptions beside the flags; with fewer, descriptions go below the flags. */
const leastBeside = 30;
const indentBelow = 4;

/**
 * Returns a usage text wrapped for a terminal: descriptions wrap beside the flags, or below them in a narrow terminal.
 *
 * @param usage lines of flags begin with two spaces; descriptions and their continuation lines all begin in the same column
 */
export function fitUsage(usage: string, columns: number | undefined): string {
  if (columns === undefined) return usage;
  const at = /^ {2}-.*? {2,}(?=\S)/m.exec(usage)?.[0].length ?? indentBelow;
  const isNarrow = columns - at < leastBeside;
  const indent = isNarrow ? indentBelow : at;
  const lines = usage.replaceAll(`\n${' '.repeat(at)}`, ' ').split('\n');
  return lines
    .map((line) => {
      if (!line.startsWith('  -')) return wrap(line, { columns });
      const flag = isNarrow ? `${line.slice(0, at).trimEnd()}\n${' '.repeat(indent)}` : line.slice(0, at);
      return flag + wrap(line.slice(at), { columns, indent });
    })
    .join('\n');
}
