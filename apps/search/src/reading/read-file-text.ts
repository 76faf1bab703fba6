import { extname } from 'node:path';

import { InvalidArgumentError, type OptionKinds, requireOptions, requireText } from '@x/core';

import type { FileBytes, FileText } from './file-text.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import { readAsciidoc, readPlainText, readRestructuredText } from './plain-text/read-plain-text.ts';
import { UnreadableFileError } from './unreadable-file-error.ts';

/** Options of {@link readFileText}. */
export interface ReadFileTextOptions {
  /**
   * Cancels the reading: immediately for a PDF, at the next turn of the event loop for HTML and Word. Text and Markdown are read in one turn, so only
   * a signal that is already aborted cancels them.
   */
  readonly signal?: AbortSignal | undefined;
}

const optionKinds: OptionKinds<ReadFileTextOptions> = { signal: 'signal' };

type FileReader = (file: FileBytes) => FileText | Promise<FileText>;

// The modules for these formats are imported when the first such file appears.
const readHtml: FileReader = async (file) => (await import('./html/read-html.ts')).readHtml(file);
const readPdf: FileReader = async (file) => (await import('./pdf/read-pdf.ts')).readPdf(file);
const readDocx: FileReader = async (file) => (await import('./docx/read-docx.ts')).readDocx(file);

const readers: ReadonlyMap<string, FileReader> = new Map([
  ['.md', readMarkdown],
  ['.markdown', readMarkdown],
  ['.mdx', readMarkdown],
  ['.rst', readRestructuredText],
  ['.adoc', readAsciidoc],
  ['.asciidoc', readAsciidoc],
  ['.html', readHtml],
  ['.htm', readHtml],
  ['.xhtml', readHtml],
  ['.pdf', readPdf],
  ['.docx', readDocx],
]);

/**
 * Reads the text of a file with its headings and the positions of its lines or pages.
 *
 * The extension selects the format: Markdown, reStructuredText, AsciiDoc, HTML, PDF or Word (.docx). With another extension, a file that begins
 * like PDF or HTML is read as such, and any other file as plain text.
 *
 * @throws {UnreadableFileError} when the file contains no readable text. Its `reason` names the cause.
 *
 * @example
 * const { title, text } = await readFileText('notes/bees.md', new TextEncoder().encode('# Bees\n\nBees collect nectar.\n'));
 * title; // => 'Bees'
 */
export async function readFileText(
  path: string,
  bytes: Uint8Array,
  options: ReadFileTextOptions = {},
): Promise<FileText> {
  requireText(path, 'path');
  if (!(bytes instanceof Uint8Array)) {
    throw new InvalidArgumentError({ parameter: 'bytes', value: bytes, expected: 'a Uint8Array' });
  }
  const { signal } = requireOptions(options, optionKinds);
  signal?.throwIfAborted();
  const read = readers.get(extname(path).toLowerCase()) ?? readerByContent(bytes);
  const file = await read({ path, bytes, signal });
  if (!/\S/u.test(file.text)) throw new UnreadableFileError({ path, reason: 'empty' });
  return file;
}

function readerByContent(bytes: Uint8Array): FileReader {
  const beginning = new TextDecoder('latin1')
    .decode(bytes.subarray(0, 1024))
    .replace(/^ï»¿/u, '')
    .trimStart()
    .toLowerCase();
  if (beginning.startsWith('%pdf-')) return readPdf;
  return /^(?:<!doctype html|<html)[\s>]/u.test(beginning) ? readHtml : readPlainText;
}
