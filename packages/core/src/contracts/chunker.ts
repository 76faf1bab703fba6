/** A part of a text, in UTF-16 code units: `text.slice(start, end)`. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Splits texts into passages, each of which is indexed on its own. */
export interface Chunker {
  /** Identifies the chunker and its settings. When it changes, documents are split again. */
  readonly name: string;
  /**
   * Returns the passages in order, at least one unless the text is blank. Together they contain every letter and digit of the text; white space between
   * them may be in none. Neighbors may overlap.
   */
  split(text: string): Promise<readonly TextSpan[]>;
}
