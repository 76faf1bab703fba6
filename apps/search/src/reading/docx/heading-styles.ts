import { type MarkupHandler, type Tag, tokenizeMarkup } from '../html/tokenize-markup.ts';

/** Returns the value of the attribute `w:val`. */
export function valueOf({ attrs }: Tag): string {
  return attrs.find(({ name }) => name === 'w:val')?.value ?? '';
}

/** The heading level of each style: 0 for the title of the document, 1 for the outermost headings. */
export type HeadingLevels = ReadonlyMap<string, number>;

/** Finds the heading styles in `word/styles.xml` by their outline level, their name, or the style that they are based on. */
export async function readHeadingLevels(xml: string, signal?: AbortSignal): Promise<HeadingLevels> {
  const levels = new Map<string, number>();
  const bases = new Map<string, string>();
  let style = '';
  const handler: MarkupHandler = {
    onStartTag(tag) {
      if (tag.tagName === 'w:style') style = tag.attrs.find(({ name }) => name === 'w:styleid')?.value ?? '';
      else if (tag.tagName === 'w:basedon') bases.set(style, valueOf(tag));
      else if (tag.tagName === 'w:outlinelvl') setLevel(levels, style, Number(valueOf(tag)) + 1);
      else if (tag.tagName === 'w:name') setLevel(levels, style, levelOfName(valueOf(tag)));
    },
    onEndTag() {},
    onText() {},
  };
  await tokenizeMarkup(xml, handler, signal);
  for (const [derived, base] of bases) {
    const level = levels.get(base);
    if (level !== undefined && level > 0 && !levels.has(derived)) levels.set(derived, level);
  }
  return levels;
}

function setLevel(levels: Map<string, number>, style: string, level: number | undefined): void {
  // Outline level 10 is body text.
  if (level !== undefined && level <= 9 && !levels.has(style)) levels.set(style, level);
}

function levelOfName(name: string): number | undefined {
  if (name.toLowerCase() === 'title') return 0;
  const digit = /^heading ([1-9])$/iu.exec(name)?.[1];
  return digit === undefined ? undefined : Number(digit);
}
