import { wrap } from './fit-columns.ts';

/** Where descriptions of flags stand: beside the flags where there is room, else below them. */
const leastBeside = 30;
const indentBelow = 4;

/**
 * A usage for a terminal: descriptions of flags are wrapped beside the flags, or in a narrow terminal below them.
 *
 * @param usage lines of flags begin with two spaces; descriptions, and the lines that continue them, all begin in one column
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
