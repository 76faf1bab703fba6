import { looksLikeTable } from './read-table.ts';

/** The format of a source of texts. */
export type TextFormat = 'lines' | 'csv' | 'json' | 'markdown';

/** The names of the formats on the page. */
export const FORMAT_NAMES: Readonly<Record<TextFormat, string>> = {
  lines: 'Plain lines',
  csv: 'CSV',
  json: 'JSON',
  markdown: 'Markdown',
};

const EXTENSIONS: Readonly<Record<string, TextFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  md: 'markdown',
  markdown: 'markdown',
};

/** Returns the format for the extension of a file, or else the format that its content suggests. */
export function detectFormat(content: string, fileName = ''): TextFormat {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return EXTENSIONS[extension] ?? detectByContent(content);
}

function detectByContent(content: string): TextFormat {
  if (/^\s*[[{]/.test(content) && isJson(content)) return 'json';
  if (/(?:^|[\r\n])#{1,6} \S/.test(content)) return 'markdown';
  return looksLikeTable(content) ? 'csv' : 'lines';
}

/** Returns whether the content or its first line is JSON. */
function isJson(content: string): boolean {
  const firstLine = content.trim().split('\n', 1)[0] ?? '';
  return [firstLine, content].some((candidate) => {
    try {
      return typeof JSON.parse(candidate) === 'object';
    } catch {
      return false;
    }
  });
}
