import MarkdownIt from 'markdown-it';

import { decodeText } from '../decode-text.ts';
import type { FileBytes, FileText } from '../file-text.ts';
import { type LineHeading, placeHeadings } from '../line-headings.ts';
import { linePlaces } from '../line-places.ts';
import { splitAtHeadings, topTitle } from '../sections.ts';
import { findFrontMatter } from './front-matter.ts';

// Parses only blocks, because inline markup only matters in headings.
const parser = new MarkdownIt('commonmark');
parser.core.ruler.enableOnly(['normalize', 'block']);

/** Reads Markdown source without its front matter. */
export function readMarkdown({ path, bytes }: FileBytes): FileText {
  const whole = decodeText(path, bytes);
  const frontMatter = findFrontMatter(whole);
  const text = whole.slice(frontMatter.end);
  const places = linePlaces(text, linePlaces(whole.slice(0, frontMatter.end)).length);
  const headings = placeHeadings(findHeadings(text), text, places);
  const title = frontMatter.title ?? topTitle(headings);
  return {
    text,
    ...(title === undefined ? {} : { title }),
    sections: splitAtHeadings(text, headings),
    unit: 'line',
    places,
  };
}

/** Finds the headings outside quotes and lists. */
function findHeadings(text: string): LineHeading[] {
  const tokens = parser.parse(text, {});
  return tokens.flatMap(({ type, level, tag, map }, index) => {
    if (type !== 'heading_open' || level > 0 || map === null) return [];
    const title = plainText(tokens[index + 1]?.content ?? '');
    return [{ level: Number(tag.slice(1)), title, from: map[0], to: map[1] }];
  });
}

// Longer than a shown title, and short enough that parsing its markup is fast.
const maxMarkupCharacters = 1000;

/** Returns the rendered text of a heading: `Use fast mode` for `Use [*fast* mode](#fast) {#use}`. */
function plainText(markup: string): string {
  const tokens: ReturnType<typeof parser.parse> = [];
  parser.inline.parse(markup.slice(0, maxMarkupCharacters).replace(/\s\{#[^{}]*\}$/u, ''), parser, {}, tokens);
  return tokens
    .map(({ type, content }) =>
      type === 'softbreak' || type === 'hardbreak' ? ' ' : type === 'html_inline' ? '' : content,
    )
    .join('');
}
