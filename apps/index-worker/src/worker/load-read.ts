import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { ReadDocuments } from '@x/index-queue';

import { ProgramError } from '../program-error.ts';

/** What turns items into documents with a text. */
export type ReadTexts = ReadDocuments<unknown, { text: string }>;

/** The default export of a module. @throws {ProgramError} when there is no such module, or its default export is no function. */
export async function loadRead(file: string, cwd: string): Promise<ReadTexts> {
  const module = await importModule(file, cwd);
  if (typeof module.default === 'function') return module.default as ReadTexts;
  throw new ProgramError(
    `--read ${file} has no function as its default export: write export default (items) => [...].`,
  );
}

async function importModule(file: string, cwd: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(pathToFileURL(resolve(cwd, file)).href)) as { readonly default?: unknown };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProgramError(`--read ${file} cannot be loaded: ${reason}`, { cause });
  }
}
