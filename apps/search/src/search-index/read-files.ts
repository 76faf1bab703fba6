import { createHash } from 'node:crypto';
import { extname } from 'node:path';

import { readRegularFile } from '../files/read-regular-file.ts';
import type { FoundFile } from '../files/walk-folder.ts';
import { passageTokens, type SearchModels } from '../models/search-models.ts';
import { splitIntoPassages } from '../passages/split-into-passages.ts';
import { readFileText } from '../reading/read-file-text.ts';
import { UnreadableFileError } from '../reading/unreadable-file-error.ts';
import type { FileRecord } from './file-records.ts';
import { foldersOf, type PassagePayload } from './passage-payload.ts';

/** The version of the reading and splitting. When it changes, all files are read again. */
const division = `1 tokens ${passageTokens}`;

/** The maximum size of a text file. Larger ones are tables, logs or generated files. */
const mostTextBytes = 2_000_000;

/** The maximum size of a PDF or Word file, which may also contain images. */
const mostDocumentBytes = 64_000_000;

/** If a file was read this soon after a change, another change may get the same timestamp. */
const clockTickMs = 2000;

/** The record and passages of a file to store. */
export interface ReadFile {
  readonly record: FileRecord;
  /** The passages; `undefined` when the stored ones are still valid. */
  readonly passages: readonly PassagePayload[] | undefined;
}

/** Options of {@link readAndSplit}. */
export interface ReadingOptions {
  /** The name of the file in the index. */
  readonly file: string;
  readonly models: () => Promise<SearchModels>;
  /** The record of the file in the index. */
  readonly known: FileRecord | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Returns whether a file is unchanged since it was read. */
export function isUnchanged({ size, modifiedMs }: FoundFile, known: FileRecord | undefined): boolean {
  if (known === undefined || known.division !== division) return false;
  return known.size === size && known.modifiedMs === modifiedMs;
}

/** Reads a file and splits it into passages. The record of a file that is too large or has no readable text contains the reason. */
export async function readAndSplit(found: FoundFile, options: ReadingOptions): Promise<ReadFile> {
  const { file, models, known, signal } = options;
  const { path, size } = found;
  const readAt = Date.now();
  // A coarse clock cannot distinguish a later change from this one.
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
    const split = await splitIntoPassages(text, chunker);
    const folders = foldersOf(file);
    const passages = split.map(({ text: passage, headings, first, last }, number) => {
      const title = text.title === undefined ? {} : { title: text.title };
      return { file, folders, number, ...title, headings, unit: text.unit, first, last, text: passage };
    });
    return { record: { ...record, hash, passages: passages.length }, passages };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UnreadableFileError) return leaveOut(error.reason);
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const leftOut = `cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    // The file may become readable without a change of its time, so the next refresh must read it again.
    return { record: { ...record, modifiedMs: 0, leftOut }, passages: [] };
  }
}
