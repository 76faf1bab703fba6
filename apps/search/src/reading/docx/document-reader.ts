import type { MarkupHandler, Tag } from '../html/tokenize-markup.ts';
import type { Heading } from '../sections.ts';
import { type HeadingLevels, valueOf } from './heading-styles.ts';

// Moved text at its old position, fallbacks of drawings, and old properties in tracked changes.
const leftOut = new Set(['w:movefrom', 'mc:fallback', 'w:pprchange']);

/** Converts `word/document.xml` to lines. A paragraph is one line. A table row is one line with tabs between its cells. */
export class DocumentReader implements MarkupHandler {
  readonly #levels: HeadingLevels;
  readonly #parts: string[] = [];
  readonly #headings: Heading[] = [];
  #length = 0;
  #paragraph = '';
  #level: number | undefined;
  #openTables = 0;
  #row: string[] = [];
  #cell = '';
  #isInText = false;
  #leftOut = 0;

  constructor(levels: HeadingLevels) {
    this.#levels = levels;
  }

  onStartTag(tag: Tag): void {
    const { tagName, selfClosing } = tag;
    if (leftOut.has(tagName) && !selfClosing) this.#leftOut += 1;
    if (this.#leftOut > 0) return;
    if (tagName === 'w:t') this.#isInText = !selfClosing;
    else if (tagName === 'w:tab') this.#paragraph += '\t';
    else if (tagName === 'w:br' || tagName === 'w:cr') this.#paragraph += '\n';
    else if (tagName === 'w:nobreakhyphen') this.#paragraph += '-';
    // A paragraph may begin inside another one, in a text box.
    else if (tagName === 'w:p') this.#endParagraph();
    else if (tagName === 'w:pstyle') this.#level = this.#levels.get(valueOf(tag));
    else if (tagName === 'w:outlinelvl') this.#level = Number(valueOf(tag)) + 1;
    else if (tagName === 'w:tbl') this.#openTables += 1;
  }

  onEndTag({ tagName }: Tag): void {
    if (leftOut.has(tagName) && this.#leftOut > 0) this.#leftOut -= 1;
    if (this.#leftOut > 0) return;
    if (tagName === 'w:t') this.#isInText = false;
    else if (tagName === 'w:p') this.#endParagraph();
    else if (tagName === 'w:tc') this.#endCell();
    else if (tagName === 'w:tr') this.#endRow();
    else if (tagName === 'w:tbl' && this.#openTables > 0) this.#openTables -= 1;
  }

  onText(characters: string): void {
    if (this.#isInText && this.#leftOut === 0) this.#paragraph += characters.replaceAll('\n', ' ');
  }

  finish(): { readonly text: string; readonly headings: readonly Heading[] } {
    this.#endParagraph();
    this.#endCell();
    this.#endRow();
    return { text: this.#parts.join(''), headings: this.#headings };
  }

  #endParagraph(): void {
    const paragraph = this.#paragraph.trimEnd();
    const level = this.#level;
    this.#paragraph = '';
    this.#level = undefined;
    if (paragraph.trim() === '') return;
    if (this.#openTables > 0) {
      this.#cell += `${this.#cell === '' ? '' : ' '}${paragraph.replaceAll(/\s+/gu, ' ').trim()}`;
      return;
    }
    const start = this.#length;
    this.#writeLine(paragraph, '\n\n');
    if (level !== undefined && level <= 9) {
      this.#headings.push({ level, title: paragraph, start, bodyStart: this.#length });
    }
  }

  #endCell(): void {
    if (this.#openTables > 0 || this.#cell !== '') this.#row.push(this.#cell);
    this.#cell = '';
  }

  #endRow(): void {
    const row = this.#row.join('\t').trimEnd();
    this.#row = [];
    if (row !== '') this.#writeLine(row, '\n');
  }

  #writeLine(line: string, end: string): void {
    this.#parts.push(line, end);
    this.#length += line.length + end.length;
  }
}
