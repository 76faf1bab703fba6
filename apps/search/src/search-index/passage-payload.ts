/** The payload of a passage, stored beside its vectors. */
export interface PassagePayload {
  /** The name of the file in the index. */
  readonly file: string;
  /** The folders above the file, from the outermost to the innermost, by their names in the index. */
  readonly folders: readonly string[];
  /** The number of the passage in its file, from 0. */
  readonly number: number;
  readonly title?: string;
  /** The headings above the passage, from the outermost to the innermost. */
  readonly headings: readonly string[];
  /** The unit of `first` and `last`. */
  readonly unit: 'line' | 'page';
  /** The first line or page of the passage, from 1. */
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/** The maximum number of heading characters before a passage. More would leave too few tokens for the passage itself. */
const contextLimit = 160;

/**
 * Returns the text that is embedded before a passage to state its topic: the title and headings above it, or the file name without any.
 *
 * @example
 * contextOf({ title: 'Guide', headings: ['Guide', 'Install'], file: 'a.md', ... }); // => 'Guide > Install\n'
 */
export function contextOf({ title, headings, file }: PassagePayload): string {
  const names = title === undefined || headings[0] === title ? headings : [title, ...headings];
  const context = (names.length === 0 ? [file] : names).join(' > ');
  // Keeps the end, because the innermost headings are the most specific.
  return `${context.length > contextLimit ? `…${context.slice(-contextLimit)}` : context}\n`;
}

/** Returns the text of a passage that is embedded. */
export function embeddedText(passage: PassagePayload): string {
  return contextOf(passage) + passage.text;
}

/** Returns the folders above a file, from the outermost to the innermost, as the payload contains them. */
export function foldersOf(file: string): string[] {
  const names = file.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
