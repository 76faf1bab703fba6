/** The part of a text that belongs to one heading. */
export interface Section {
  /** The headings from the outermost to the innermost, e.g. `['Install', 'On Windows']`; empty before the first heading. */
  readonly headings: readonly string[];
  /** The start in the text, in UTF-16 units, including the section's own heading. Sections are in order and cover the whole text. */
  readonly start: number;
  /** The start of the text after the section's own heading; `start` when the text does not contain the heading. */
  readonly bodyStart: number;
  /** The end, which is the start of the next section. */
  readonly end: number;
}

/** The start of a line or page in a text. */
export interface Place {
  /** The position in UTF-16 units. */
  readonly start: number;
  /** The number of the line or page, from 1. */
  readonly number: number;
}

/** The text of a file with its sections and the starts of its lines or pages. */
export interface FileText {
  /** The text. Its lines end with `\n`, whatever the line ends of the file. */
  readonly text: string;
  /** The title from the front matter, the first top heading, `<title>` or the document's properties. */
  readonly title?: string;
  readonly sections: readonly Section[];
  /** The unit of `places`: lines of the file, pages of a PDF, or for a Word document lines of `text`. */
  readonly unit: 'line' | 'page';
  /** The lines or pages in the order of the text. The first one starts at 0. */
  readonly places: readonly Place[];
}

/** A file to read. */
export interface FileBytes {
  /** The path. Its extension selects the reader, and error messages contain it. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}
