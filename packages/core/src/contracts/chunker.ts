/** A part of a text in UTF-16 units: `text.slice(start, end)`. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Divides texts into passages that are indexed one by one. */
export interface Chunker {
  /** What it is and how it is set: documents are divided anew when this changes. */
  readonly name: string;
  /** The passages in order, at least one; together they hold the whole text, and neighbours may overlap. */
  split(text: string): Promise<readonly TextSpan[]>;
}
