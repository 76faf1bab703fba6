/** A part of a text below one heading. */
export interface Section {
  /** From the outermost heading to the innermost, e.g. `['Install', 'On Windows']`; empty before the first heading. */
  readonly headings: readonly string[];
  /** Where it begins in the text, its own heading included, in UTF-16 units. Sections are in order and cover the whole text. */
  readonly start: number;
  /** Where what follows its own heading begins; `start` where the text does not hold the heading. */
  readonly bodyStart: number;
  /** Where it ends, which is where the next one begins. */
  readonly end: number;
}

/** Where a line or page begins in a text. */
export interface Place {
  /** In UTF-16 units. */
  readonly start: number;
  /** From 1. */
  readonly number: number;
}

/** What a file says. */
export interface FileText {
  /** Lines end with `\n`, whatever the file has. */
  readonly text: string;
  /** From the front matter, the first top heading, `<title>` or the document's properties. */
  readonly title?: string;
  readonly sections: readonly Section[];
  /** What `places` counts: lines of the file, or pages (PDF); of a Word document the lines of `text`. */
  readonly unit: 'line' | 'page';
  /** In the order of the text, the first at 0. */
  readonly places: readonly Place[];
}

/** A file that is to be read. */
export interface FileBytes {
  /** Its name chooses the reader, and errors name it. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}
