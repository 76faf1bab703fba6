/**
 * The paragraphs of a Markdown document; a heading goes with the paragraph below it, fenced code stays whole, front matter is left out.
 *
 * @example
 * splitMarkdown('# Tea\n\nGreen.\n\nBlack.'); // => ['Tea\nGreen.', 'Black.']
 */
export function splitMarkdown(content: string): string[] {
  const body = content.replace(/^---\r?\n[\s\S]*?\r?\n---[ \t]*(\r?\n|$)/, '');
  const paragraphs: string[] = [];
  let headings: string[] = [];
  for (const block of blocksOf(body)) {
    const heading = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/.exec(block)?.[1];
    if (heading !== undefined) {
      headings.push(heading);
    } else {
      paragraphs.push([...headings, block].join('\n'));
      headings = [];
    }
  }
  return headings.length > 0 ? [...paragraphs, headings.join('\n')] : paragraphs;
}

/** Runs of lines between empty ones; a heading is a run of its own, and so is what stands between fences. */
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
