import type { Place } from '../file-text.ts';

/** Builds a text from words, line breaks and gaps. Drops white space at the end of a line. */
export class TextLayout {
  readonly places: Place[] = [];
  readonly #parts: string[] = [];
  #length = 0;
  #breaks = 0;
  #gap = '';

  /** The length of the text so far. */
  get length(): number {
    return this.#length;
  }

  /** The position of the next word, if no further break precedes it. */
  get nextStart(): number {
    return this.#length + (this.#length === 0 ? 0 : this.#breaks) + this.#gap.length;
  }

  /** Starts a new line after at least `count` line ends: 1 for a row, 2 for a paragraph. */
  breakBefore(count: 1 | 2): void {
    this.#breaks = Math.max(this.#breaks, count);
    this.#gap = '';
  }

  /** Adds one line end. */
  breakLine(): void {
    this.#breaks += 1;
    this.#gap = '';
  }

  /** Adds a gap between two words of a line, or `\t` between two cells. Adds nothing at the start of a line. */
  separate(gap: ' ' | '\t'): void {
    if (this.#length === 0 || this.#breaks > 0) return;
    if (this.#gap !== '\t') this.#gap = gap;
  }

  /** Adds white space that must be kept. */
  indent(characters: string): void {
    this.#gap += characters;
  }

  /** Writes characters from `line` of the file. */
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
