import { chooseColumn } from './choose-column.ts';
import { readJson } from './read-json.ts';
import { readTable, type Table } from './read-table.ts';
import { splitMarkdown } from './split-markdown.ts';
import { detectFormat, type TextFormat } from './text-format.ts';

/** Something pasted, or a file, and how it is to be read. */
export interface TextSource {
  /** Empty for what was pasted. */
  readonly fileName: string;
  readonly content: string;
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
    return { format, texts: [], problem: 'This is not a text file in UTF-8: save it as one, or paste its text.' };
  }
  switch (format) {
    case 'lines':
      return { format, texts: withoutEmpty(content.split(/\r\n|\n|\r/)) };
    case 'markdown':
      return { format, texts: withoutEmpty(splitMarkdown(content)) };
    case 'csv':
      return { format, ...textsOf(readTable(content), source.column) };
    case 'json': {
      const read = readJson(content);
      if ('problem' in read) return { format, texts: [], problem: read.problem };
      if ('texts' in read) return { format, texts: withoutEmpty(read.texts) };
      return { format, ...textsOf(read.table, source.column) };
    }
  }
}

function textsOf({ columns, rows, problem }: Table, chosenColumn?: number): Omit<UnderstoodTexts, 'format'> {
  const chosen = chosenColumn ?? chooseColumn(columns, rows);
  return {
    texts: withoutEmpty(rows.map((row) => row[chosen] ?? '')),
    columns: { names: columns, chosen },
    ...(problem === undefined ? {} : { problem }),
  };
}

function withoutEmpty(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
