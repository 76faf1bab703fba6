/** A passage as it is stored beside its vectors. */
export interface PassagePayload {
  /** The name of its file in the index. */
  readonly file: string;
  /** The folders above the file, from the outermost to the innermost, by their names in the index. */
  readonly folders: readonly string[];
  /** Its place among the passages of its file, from 0. */
  readonly number: number;
  readonly title?: string;
  /** The headings that it stands below, from the outermost to the innermost. */
  readonly headings: readonly string[];
  /** What `first` and `last` count. */
  readonly unit: 'line' | 'page';
  /** The line or page that it begins in, from 1. */
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/** Characters of headings before a passage; more would take the place of its own words. */
const contextLimit = 160;

/**
 * What is said before a passage when it is embedded: what it is about, in the words of the headings above it. The file's name stands for them where there are none.
 *
 * @example
 * contextOf({ title: 'Guide', headings: ['Guide', 'Install'], file: 'a.md', ... }); // => 'Guide > Install\n'
 */
export function contextOf({ title, headings, file }: PassagePayload): string {
  const names = title === undefined || headings[0] === title ? headings : [title, ...headings];
  const context = (names.length === 0 ? [file] : names).join(' > ');
  // The innermost headings say most.
  return `${context.length > contextLimit ? `…${context.slice(-contextLimit)}` : context}\n`;
}

/** What is embedded of a passage. */
export function embeddedText(passage: PassagePayload): string {
  return contextOf(passage) + passage.text;
}

/** The folders above a file, as a filter finds them. */
export function foldersOf(file: string): string[] {
  const names = file.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
