import type { LineHeading } from '../line-headings.ts';

// A line that repeats one of the characters `-.=*_+/` at least four times, or the delimiter of a listing or a table.
const delimiter = /^(?:([-.=*_+/])\1{3,}|```|\|===)[ \t]*$/u;

/**
 * Finds the headings of AsciiDoc (`== Title`) outside delimited blocks.
 *
 * @example
 * findAsciidocHeadings(['= Bees', '----', '= no', '----']); // => [{ level: 1, title: 'Bees', from: 0, to: 1 }]
 */
export function findAsciidocHeadings(lines: readonly string[]): LineHeading[] {
  let open: string | undefined;
  return lines.flatMap((line, index) => {
    if (delimiter.test(line) && (open === undefined || open === line.trimEnd())) {
      open = open === undefined ? line.trimEnd() : undefined;
    }
    const [, signs, title] = open === undefined ? (/^(={1,6}|#{1,6})[ \t]+(.*)$/u.exec(line) ?? []) : [];
    return signs === undefined || title === undefined
      ? []
      : [{ level: signs.length, title, from: index, to: index + 1 }];
  });
}
