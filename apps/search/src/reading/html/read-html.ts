import { decodeText } from '../decode-text.ts';
import type { FileBytes, FileText } from '../file-text.ts';
import { splitAtHeadings, type Heading, tidyTitle, topTitle } from '../sections.ts';
import { contentModes, lines, paragraphs, unread, withoutEnd } from './elements.ts';
import { statedEncoding } from './stated-encoding.ts';
import { TextLayout } from './text-layout.ts';
import { type MarkupHandler, type Tag, tokenizeMarkup } from './tokenize-markup.ts';

/** Reads the text that a browser shows of a page, in the order of the file. */
export async function readHtml({ path, bytes, signal }: FileBytes): Promise<FileText> {
  const page = new PageReader({ isXml: path.toLowerCase().endsWith('.xhtml') });
  await tokenizeMarkup(decodeText(path, bytes, { encoding: statedEncoding(bytes) }), page, signal);
  return page.finish();
}

class PageReader implements MarkupHandler {
  readonly #isXml: boolean;
  readonly #layout = new TextLayout();
  readonly #headings: Heading[] = [];
  #heading: { readonly level: number; readonly start: number; title: string } | undefined;
  #title: string | undefined;
  #isInTitle = false;
  /** The element that is being skipped, and the number of open elements with its name. */
  #leftOut: { readonly tagName: string; depth: number } | undefined;
  #openPre = 0;
  #isPreBeginning = false;

  constructor({ isXml }: { readonly isXml: boolean }) {
    this.#isXml = isXml;
  }

  onStartTag(tag: Tag, tokenizer: Parameters<MarkupHandler['onStartTag']>[1]): void {
    const { tagName } = tag;
    const isClosed = tag.selfClosing && (this.#isXml || tagName === 'svg');
    const mode = contentModes.get(tagName);
    if (mode !== undefined && !isClosed) tokenizer.state = mode;
    if (this.#leftOut !== undefined) {
      if (this.#leftOut.tagName === tagName && !isClosed) this.#leftOut.depth += 1;
    } else if (unread.has(tagName) || isHidden(tag)) {
      if (!isClosed) this.#leftOut = { tagName, depth: 1 };
    } else if (tagName === 'title') {
      this.#isInTitle = !isClosed && this.#title === undefined;
    } else {
      this.#lay(tagName);
      if (isHeading(tagName)) this.#openHeading(tagName);
      if (tagName === 'pre' || tagName === 'textarea') {
        this.#openPre += isClosed ? 0 : 1;
        this.#isPreBeginning = true;
      }
    }
  }

  onEndTag({ tagName }: Tag): void {
    if (this.#leftOut !== undefined) {
      if (this.#leftOut.tagName !== tagName) return;
      this.#leftOut.depth -= 1;
      if (this.#leftOut.depth === 0) this.#leftOut = undefined;
      return;
    }
    if (tagName === 'title') this.#isInTitle = false;
    if (isHeading(tagName)) this.#closeHeading();
    if ((tagName === 'pre' || tagName === 'textarea') && this.#openPre > 0) this.#openPre -= 1;
    if (tagName !== 'br') this.#lay(tagName);
  }

  onText(characters: string, line: number): void {
    if (this.#leftOut !== undefined) return;
    if (this.#isInTitle) {
      this.#title = (this.#title ?? '') + characters;
      return;
    }
    const isBlank = /^[ \t\n\f]/u.test(characters);
    if (this.#heading !== undefined) this.#heading.title += isBlank ? ' ' : characters;
    if (!isBlank) this.#layout.write(characters, line);
    else if (this.#openPre > 0) this.#keepBlanks(characters);
    else this.#layout.separate(' ');
    this.#isPreBeginning = false;
  }

  finish(): FileText {
    this.#closeHeading();
    const text = this.#layout.toString();
    const title = tidyTitle(this.#title ?? '') || topTitle(this.#headings);
    return {
      text,
      ...(title === undefined ? {} : { title }),
      sections: splitAtHeadings(text, this.#headings),
      unit: 'line',
      places: this.#layout.places,
    };
  }

  #lay(tagName: string): void {
    if (this.#heading !== undefined && (tagName === 'br' || paragraphs.has(tagName))) this.#heading.title += ' ';
    if (paragraphs.has(tagName)) this.#layout.breakBefore(2);
    else if (lines.has(tagName)) this.#layout.breakBefore(1);
    else if (tagName === 'br') this.#layout.breakLine();
    else if (tagName === 'td' || tagName === 'th') this.#layout.separate('\t');
  }

  #keepBlanks(characters: string): void {
    // The line end directly after `<pre>` is not part of its content.
    const kept = this.#isPreBeginning && characters.startsWith('\n') ? characters.slice(1) : characters;
    for (const [index, blanks] of kept.split('\n').entries()) {
      if (index > 0) this.#layout.breakLine();
      this.#layout.indent(blanks);
    }
  }

  #openHeading(tagName: string): void {
    this.#closeHeading();
    this.#heading = { level: Number(tagName[1]), start: this.#layout.nextStart, title: '' };
  }

  #closeHeading(): void {
    if (this.#heading === undefined) return;
    // Some generators end a heading with a link to itself, shown as this sign.
    const title = this.#heading.title.replace(/¶\s*$/u, '');
    this.#headings.push({ ...this.#heading, title, bodyStart: this.#layout.length });
    this.#heading = undefined;
  }
}

function isHeading(tagName: string): boolean {
  return /^h[1-6]$/u.test(tagName);
}

function isHidden({ tagName, attrs }: Tag): boolean {
  if (withoutEnd.has(tagName)) return false;
  return attrs.some(
    ({ name, value }) =>
      name === 'hidden' ||
      (name === 'aria-hidden' && value === 'true') ||
      (name === 'style' && /display\s*:\s*none/iu.test(value)),
  );
}
