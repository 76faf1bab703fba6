import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { makeFolder } from '@x/core/files';

import { isJsonObject } from '../json/json-path.ts';
import { storageFailure } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import { syncFolder } from './sync-folder.ts';

// The format versions that this package reads. Releases without packed rows read only the first.
const formatVersions = { plain: 1, packed: 2 };

/** The prefix of all file names in a folder. A file without it belongs to something else. */
export const filePrefix = 'qdrant-local.';
const formatName = '@x/qdrant-local';

/** The files of a database folder. */
export interface FolderPaths {
  readonly lock: string;
  readonly format: string;
  /** Renamed to `format` when it is complete. */
  readonly formatDraft: string;
  readonly data: string;
  /** LMDB's lock file, which is not needed once the database is closed. */
  readonly dataLock: string;
  /** A temporary file that shows whether there is room. */
  readonly roomProbe: string;
}

/** Returns the paths of the files of a database in `folder`. */
export function folderPaths(folder: string): FolderPaths {
  return {
    lock: join(folder, `${filePrefix}lock`),
    format: join(folder, `${filePrefix}json`),
    formatDraft: join(folder, `${filePrefix}json.new`),
    data: join(folder, `${filePrefix}mdb`),
    dataLock: join(folder, `${filePrefix}mdb-lock`),
    roomProbe: join(folder, `${filePrefix}mdb.room`),
  };
}

/**
 * Creates the folder if it is missing, and returns whether it contains a database. Writes nothing to a folder with other files.
 *
 * @throws {VectorStoreError} when the folder cannot be created, contains other files, or contains a database of another format version.
 */
export async function inspectFolder(folder: string): Promise<'empty' | 'database'> {
  await makeFolder(folder).catch((cause: unknown) => {
    throw storageFailure(
      `The database folder '${folder}' cannot be created: ${messageOf(cause)}. Choose a folder that this process may create or write to.`,
      cause,
    );
  });
  const entries = await readdir(folder);
  if (entries.includes(`${filePrefix}json`)) {
    await requireKnownFormat(folder);
    if (entries.includes(`${filePrefix}mdb`)) return 'database';
    throw storageFailure(
      `The database in '${folder}' is missing its data file '${filePrefix}mdb'. Restore it from a backup, or remove the folder to start with an empty database.`,
    );
  }
  const foreign = entries.find((name) => !name.startsWith(filePrefix) && !name.startsWith('.'));
  if (foreign === undefined) return 'empty';
  throw storageFailure(
    `'${folder}' is not a folder of this engine: it contains '${foreign}' but no '${filePrefix}json'. Nothing was changed. Choose an empty or new folder.`,
  );
}

/** Returns the format version of a folder with these collections: the lowest that can describe them, so that earlier releases can read the folder. */
export function formatVersionOf(configs: readonly CollectionConfig[]): number {
  const hasPacked = configs.some(({ packedVectors }) => packedVectors !== undefined);
  return hasPacked ? formatVersions.packed : formatVersions.plain;
}

/** Records the format, atomically and as the last step. A folder with this file is therefore a complete database. */
export async function markFormat(folder: string, version: number): Promise<void> {
  const { format, formatDraft } = folderPaths(folder);
  await writeFile(formatDraft, `${JSON.stringify({ format: formatName, version })}\n`, {
    flush: true,
  });
  await rename(formatDraft, format);
  await syncFolder(folder);
  await syncFolder(dirname(resolve(folder)));
}

async function requireKnownFormat(folder: string): Promise<void> {
  const { format } = folderPaths(folder);
  const text = await readFile(format, 'utf8');
  const marker = parse(text);
  if (!isJsonObject(marker) || marker['format'] !== formatName) {
    throw storageFailure(`'${format}' does not describe a database of this engine. Nothing was changed.`);
  }
  const readable = Object.values(formatVersions);
  if (!readable.includes(marker['version'] as number)) {
    throw storageFailure(
      `The database in '${folder}' has format version ${String(marker['version'])}, but this release reads versions ${readable.join(' and ')}. Nothing was changed. Open it with the release that wrote it.`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
