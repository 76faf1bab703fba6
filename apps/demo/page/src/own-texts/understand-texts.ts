import type { DecodedText } from './decode-text.ts';
import type { LeftOut } from './left-out.ts';
import { readJson } from './read-json.ts';
import { readTable } from './read-table.ts';
import { splitMarkdown } from './split-markdown.ts';
import { textsOfTable } from './table.ts';
import { detectFormat, type TextFormat } from './text-format.ts';

/** Something pasted, or a file, and how it is to be read. */
export interface TextSource {
  /** Empty for what was pasted. */
  readonly fileName: string;
  readonly content: string;
  /** Of a file: what its bytes were read as. */
  readonly encoding?: DecodedText['encoding'];
  /** @default what the name says, or the content looks like */
  readonly format?: TextFormat;
  /** Of a table. @default one with a telling name, or the one with the longest fields */
  readonly column?: number;
}

/** What was understood of a source. */
export interface UnderstoodTexts {
  readonly format: TextFormat;
  /** None of them is empty. */
  readonly texts: readonly string[];
  /** All that is in none of them, save white space and what the format is written with. */
  readonly leftOut: readonly LeftOut[];
  /** Of a table: what could be chosen, and what is. */
  readonly columns?: { readonly names: readonly string[]; readonly chosen: number };
  /** What could not be understood, in a sentence. */
  readonly problem?: string;
}

/** Finds the texts in a source. Never throws: what cannot be read is said in `problem`. */
export function understandTexts(source: TextSource): UnderstoodTexts {
  // A byte order mark is no part of the first text.
  const content = source.content.replace(/^\uFEFF/, '');
  const format = source.format ?? detectFormat(content, source.fileName);
  if (content.includes('\0')) {
    return {
      format,
      texts: [],
      leftOut: [],
      problem: 'This is not a text file in UTF-8: save it as one, or paste its text.',
    };
  }
  switch (format) {
    case 'lines':
      return { format, texts: withoutEmpty(content.split(/\r\n|\n|\r/)), leftOut: [] };
    case 'markdown':
      return { format, ...splitMarkdown(content) };
    case 'csv':
      return { format, ...textsOfTable(readTable(content), source.column) };
    case 'json':
      return { format, ...textsOfTable(readJson(content), source.column) };
  }
}

function withoutEmpty(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
