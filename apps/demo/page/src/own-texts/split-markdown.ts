import { leaveOut, type LeftOut } from './left-out.ts';

/** The paragraphs of a document, and the parts that were left out. */
export interface MarkdownTexts {
  readonly texts: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Splits a Markdown document into paragraphs. A heading is joined with the paragraph below it. Fenced code stays whole. Front matter is left out.
 *
 * @example
 * splitMarkdown('# Tea\n\nGreen.\n\nBlack.').texts; // => ['Tea\nGreen.', 'Black.']
 */
export function splitMarkdown(content: string): MarkdownTexts {
  const frontMatter = findFrontMatter(content);
  const lines = frontMatter.split(/\r?\n/).filter((line) => !/^---\s*$/.test(line));
  return {
    texts: paragraphsOf(content.slice(frontMatter.length)),
    leftOut: leaveOut('line', 'of front matter', lines),
  };
}

/** Returns the front matter, or an empty string. Text between two rules at the beginning is only front matter if it looks like YAML. */
function findFrontMatter(content: string): string {
  const [whole = '', inner = ''] = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(content) ?? [];
  const lines = inner.split(/\r?\n/);
  const isYaml =
    /^[\w-]+:(?:\s|$)/.test(lines[0] ?? '') && lines.every((line) => /^(?:[\w-]+:(?:\s|$)|\s+\S|- |#|$)/.test(line));
  return isYaml ? whole : '';
}

function paragraphsOf(body: string): string[] {
  const paragraphs: string[] = [];
  let headings: string[] = [];
  for (const block of blocksOf(body)) {
    const heading = headingIn(block);
    if (heading !== undefined) {
      headings.push(heading);
    } else {
      paragraphs.push([...headings, block].join('\n'));
      headings = [];
    }
  }
  const texts = headings.length > 0 ? [...paragraphs, headings.join('\n')] : paragraphs;
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** Returns the text of a heading, without the number signs that may close it. One regular expression for all would take quadratic time for blanks. */
function headingIn(block: string): string | undefined {
  const [marks] = /^ {0,3}#{1,6}[ \t]+/.exec(block) ?? [];
  if (marks === undefined || block.includes('\n')) return undefined;
  const text = block.slice(marks.length).trimEnd();
  let end = text.length;
  while (text[end - 1] === '#') end--;
  const isClosed = end < text.length && (text[end - 1] === ' ' || text[end - 1] === '\t');
  return isClosed ? text.slice(0, end).trimEnd() : text;
}

/** Splits a body at empty lines. A heading is a block of its own. Empty lines within a fence do not split. */
function blocksOf(body: string): string[] {
  const blocks: string[][] = [[]];
  let fence: string | undefined;
  for (const line of body.split(/\r?\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const isHeading = fence === undefined && /^ {0,3}#{1,6}[ \t]+\S/.test(line);
    if (isHeading) blocks.push([line], []);
    else if (fence === undefined && line.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push(line);
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) === true) fence = undefined;
  }
  return blocks.map((lines) => lines.join('\n').trimEnd()).filter((block) => block.trim() !== '');
}
