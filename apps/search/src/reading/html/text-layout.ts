import type { Place } from '../file-text.ts';

/** A text as it is laid out: words, breaks between lines, gaps within them. Blanks that nothing follows are left out. */
export class TextLayout {
  readonly places: Place[] = [];
  readonly #parts: string[] = [];
  #length = 0;
  #breaks = 0;
  #gap = '';

  /** Where it ends. */
  get length(): number {
    return this.#length;
  }

  /** Where the next word will stand, should no break come before it. */
  get nextStart(): number {
    return this.#length + (this.#length === 0 ? 0 : this.#breaks) + this.#gap.length;
  }

  /** Begins a line, `count` line ends behind what is there: 1 for a row, 2 for a paragraph. */
  breakBefore(count: 1 | 2): void {
    this.#breaks = Math.max(this.#breaks, count);
    this.#gap = '';
  }

  /** One line end more. */
  breakLine(): void {
    this.#breaks += 1;
    this.#gap = '';
  }

  /** A gap between two words of a line, `\t` between two cells; none where a line begins. */
  separate(gap: ' ' | '\t'): void {
    if (this.#length === 0 || this.#breaks > 0) return;
    if (this.#gap !== '\t') this.#gap = gap;
  }

  /** White space that counts. */
  indent(characters: string): void {
    this.#gap += characters;
  }

  /** Writes what stands on `line` of the file. */
  write(characters: string, line: number): void {
    const breaks = this.#length === 0 ? '' : '\n'.repeat(this.#breaks);
    const isContinued = this.#length > 0 && breaks === '';
    const gapStart = this.#length + breaks.length;
    const wordStart = gapStart + this.#gap.length;
    if (this.places.at(-1)?.number !== line)
      this.places.push({ start: isContinued ? wordStart : gapStart, number: line });
    this.#parts.push(breaks, this.#gap, characters);
    this.#length = wordStart + characters.length;
    this.#breaks = 0;
    this.#gap = '';
  }

  toString(): string {
    return this.#parts.join('');
  }
}
