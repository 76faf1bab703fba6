/** One run of characters of a page, as PDF.js returns it. */
export interface TextItem {
  readonly str: string;
  readonly width: number;
  readonly height: number;
  /** An affine matrix. Its last two numbers are the position. */
  readonly transform: readonly number[];
  readonly hasEOL: boolean;
}

interface Line {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  /** The distance from the bottom of the page. */
  readonly y: number;
}

// In line heights.
const paragraphGap = 1.6;
// A line shorter than this share of the widest line ends with a deliberate break.
const fullLineShare = 0.6;

/** Returns the text of a page. Joins the lines of a paragraph and the parts of a hyphenated word. */
export function pageText(items: readonly TextItem[]): string {
  const lines = gatherLines(items);
  const fullWidth = fullLineShare * lines.reduce((widest, { width }) => Math.max(widest, width), 0);
  const parts: string[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (before === undefined) parts.push(line.text);
    else if (isSplit(before, line)) parts.push(parts.pop()!.replace(/[-\u00AD]$/u, ''), line.text);
    else parts.push(separator(before, line, fullWidth), line.text);
  }
  return parts.join('');
}

function gatherLines(items: readonly TextItem[]): Line[] {
  const lines: Line[] = [];
  let texts: string[] = [];
  let [width, height, y] = [0, 0, Number.NaN];
  const close = (): void => {
    const text = texts.join('').replaceAll(/\s+/gu, ' ').trim();
    if (text !== '') lines.push({ text, width, height, y });
    texts = [];
    [width, height, y] = [0, 0, Number.NaN];
  };
  for (const item of items) {
    texts.push(item.str);
    width += item.width;
    height = Math.max(height, item.height);
    if (Number.isNaN(y) && item.str.trim() !== '') y = item.transform[5] ?? 0;
    if (item.hasEOL) close();
  }
  close();
  return lines;
}

function isSplit(before: Line, after: Line): boolean {
  return isNear(before, after) && /\p{L}[-\u00AD]$/u.test(before.text) && /^\p{Ll}/u.test(after.text);
}

function separator(before: Line, after: Line, fullWidth: number): string {
  const isHigher = after.y > before.y + before.height;
  if (isNear(before, after)) {
    if (before.width < fullWidth) return '\n';
    // A hyphen before an uppercase letter is part of a name, such as Saint-Exupéry.
    return /\p{L}-$/u.test(before.text) && /^\p{Lu}/u.test(after.text) ? '' : ' ';
  }
  return isHigher ? '\n' : '\n\n';
}

function isNear(before: Line, after: Line): boolean {
  const drop = before.y - after.y;
  return drop >= 0 && drop <= paragraphGap * Math.max(before.height, after.height);
}
