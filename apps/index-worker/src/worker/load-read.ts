import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ProgramError } from '@x/core/program';
import type { ReadDocuments } from '@x/index-queue';

/** Reads documents with a text from items. */
export type ReadTexts = ReadDocuments<unknown, { text: string }>;

/** Returns the default export of a module. @throws {ProgramError} when it cannot be loaded, or its default export is not a function. */
export async function loadRead(file: string, cwd: string): Promise<ReadTexts> {
  const module = await importModule(file, cwd);
  if (typeof module.default === 'function') return module.default as ReadTexts;
  throw new ProgramError(
    `--read ${file} does not export a function as default: write export default (items) => [...].`,
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
