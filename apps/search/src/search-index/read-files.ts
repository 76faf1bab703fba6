import { createHash } from 'node:crypto';
import { extname } from 'node:path';

import { readRegularFile } from '../files/read-regular-file.ts';
import type { FoundFile } from '../files/walk-folder.ts';
import { passageTokens, type SearchModels } from '../models/search-models.ts';
import { dividePassages } from '../passages/divide-passages.ts';
import { readFileText } from '../reading/read-file-text.ts';
import { UnreadableFileError } from '../reading/unreadable-file-error.ts';
import type { FileRecord } from './file-records.ts';
import { foldersOf, type PassagePayload } from './passage-payload.ts';

/** How files are read and divided: they are read again when this changes. */
const division = `1 tokens ${passageTokens}`;

/** Texts beyond that are tables, logs or made by programs. */
const mostTextBytes = 2_000_000;

/** PDF and Word files carry pictures, too. */
const mostDocumentBytes = 64_000_000;

/** Files that were changed this shortly before they were read may change again within the same tick of the clock. */
const clockTickMs = 2000;

/** What is to be stored of a file. */
export interface ReadFile {
  readonly record: FileRecord;
  /** `undefined` when those that are stored are still right. */
  readonly passages: readonly PassagePayload[] | undefined;
}

/** What {@link readFile} is told of a file. */
export interface ReadingOptions {
  readonly file: string;
  readonly models: () => Promise<SearchModels>;
  /** What the index knows of it. */
  readonly known: FileRecord | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a file is as it was when it was read. */
export function isUnchanged({ size, modifiedMs }: FoundFile, known: FileRecord | undefined): boolean {
  if (known === undefined || known.division !== division) return false;
  return known.size === size && known.modifiedMs === modifiedMs;
}

/** Reads a file and divides it into passages. What cannot be read, or is no text, is left out with the reason. */
export async function readAndDivide(found: FoundFile, options: ReadingOptions): Promise<ReadFile> {
  const { file, models, known, signal } = options;
  const { path, size } = found;
  const readAt = Date.now();
  // A clock that ticks coarsely cannot tell a later change from this one.
  const modifiedMs = readAt - found.modifiedMs < clockTickMs ? 0 : found.modifiedMs;
  const record = { file, size, modifiedMs, hash: '', division, passages: 0 };
  const most = /^\.(pdf|docx)$/i.test(extname(path)) ? mostDocumentBytes : mostTextBytes;
  const leaveOut = (leftOut: string): ReadFile => ({ record: { ...record, leftOut }, passages: [] });
  const tooLarge = (bytes: number): string => `too large: ${(bytes / 1e6).toFixed(1)} MB, more than ${most / 1e6} MB`;
  if (size > most) return leaveOut(tooLarge(size));
  try {
    const now = await readRegularFile(path, most);
    if (now === undefined) return leaveOut('cannot be read: no longer a file');
    if (now.bytes === undefined) return leaveOut(tooLarge(now.size));
    const { bytes } = now;
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (known?.hash === hash && known.division === division) {
      return { record: { ...known, size, modifiedMs }, passages: undefined };
    }
    const text = await readFileText(path, bytes, signal && { signal });
    const { chunker } = await models();
    const divided = await dividePassages(text, chunker);
    const folders = foldersOf(file);
    const passages = divided.map(({ text: passage, headings, first, last }, number) => {
      const title = text.title === undefined ? {} : { title: text.title };
      return { file, folders, number, ...title, headings, unit: text.unit, first, last, text: passage };
    });
    return { record: { ...record, hash, passages: passages.length }, passages };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UnreadableFileError) return leaveOut(error.reason);
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const leftOut = `cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    // Whether it can be read may change without a change of the file.
    return { record: { ...record, modifiedMs: 0, leftOut }, passages: [] };
  }
}
