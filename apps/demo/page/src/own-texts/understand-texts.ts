import type { DecodedText } from './decode-text.ts';
import type { LeftOut } from './left-out.ts';
import { readJson } from './read-json.ts';
import { readTable } from './read-table.ts';
import { splitMarkdown } from './split-markdown.ts';
import { textsOfTable } from './table.ts';
import { detectFormat, type TextFormat } from './text-format.ts';

/** A pasted text or a file, and how to read it. */
export interface TextSource {
  /** The name of the file; empty for a pasted text. */
  readonly fileName: string;
  readonly content: string;
  /** The detected encoding of a file. */
  readonly encoding?: DecodedText['encoding'];
  /** @default the format for the file extension, or else for the content */
  readonly format?: TextFormat;
  /** The column of a table that contains the texts. @default one with a typical name, or else the one with the longest fields */
  readonly column?: number;
}

/** The texts that were found in a source. */
export interface UnderstoodTexts {
  readonly format: TextFormat;
  /** The texts. None of them is empty. */
  readonly texts: readonly string[];
  /** All parts of the source that are in none of the texts, except white space and the syntax of the format. */
  readonly leftOut: readonly LeftOut[];
  /** The columns of a table and the chosen one. */
  readonly columns?: { readonly names: readonly string[]; readonly chosen: number };
  /** A sentence about an error in the source, if any. */
  readonly problem?: string;
}

/** Finds the texts in a source. It never throws. Errors in the source are described in `problem`. */
export function understandTexts(source: TextSource): UnderstoodTexts {
  // A byte order mark is not part of the first text.
  const content = source.content.replace(/^\uFEFF/, '');
  const format = source.format ?? detectFormat(content, source.fileName);
  if (content.includes('\0')) {
    return {
      format,
      texts: [],
      leftOut: [],
      problem: source.fileName === '' ? nulInText : notText,
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

const notText = 'This is not a text file. If it contains text, save it as UTF-8, or paste the text.';
const nulInText = 'The text contains a NUL character. Delete it, or paste the text without it.';

function withoutEmpty(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
