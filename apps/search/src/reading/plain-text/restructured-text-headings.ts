import type { LineHeading } from '../line-headings.ts';

const adornment = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/u;

/**
 * Finds the headings of reStructuredText: titles with an underline, or with an overline and an underline. The order in which the styles first
 * appear determines their levels.
 *
 * @example
 * findRestructuredTextHeadings(['Bees', '====']); // => [{ level: 1, title: 'Bees', from: 0, to: 2 }]
 */
export function findRestructuredTextHeadings(lines: readonly string[]): LineHeading[] {
  const styles: string[] = [];
  const headings: LineHeading[] = [];
  for (const [index, title] of lines.entries()) {
    const [above = '', below = ''] = [lines[index - 1]?.trimEnd(), lines[index + 1]?.trimEnd()];
    if (title.trim() === '' || adornment.test(title) || !adornment.test(below)) continue;
    if (below.length < title.trimEnd().length) continue;
    // The line above may be the underline of the previous heading.
    const isOverlined = above === below && headings.at(-1)?.to !== index;
    if (!isOverlined && (above !== '' || /^\s/u.test(title))) continue;
    const style = `${below[0]}${isOverlined ? ' above' : ''}`;
    if (!styles.includes(style)) styles.push(style);
    headings.push({ level: styles.indexOf(style) + 1, title, from: isOverlined ? index - 1 : index, to: index + 2 });
  }
  return headings;
}
