import { looksLikeTable } from './read-table.ts';

/** How texts lie in a file. */
export type TextFormat = 'lines' | 'csv' | 'json' | 'markdown';

/** Formats as the page names them. */
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

/** The format that a file's name says, or that its content looks like. */
export function detectFormat(content: string, fileName = ''): TextFormat {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return EXTENSIONS[extension] ?? detectByContent(content);
}

function detectByContent(content: string): TextFormat {
  if (/^\s*[[{]/.test(content) && isJson(content)) return 'json';
  if (/(?:^|[\r\n])#{1,6} \S/.test(content)) return 'markdown';
  return looksLikeTable(content) ? 'csv' : 'lines';
}

/** Whether the content, or its first line, is JSON. */
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
