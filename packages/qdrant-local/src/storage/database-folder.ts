import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { makeFolder } from '@x/core/files';

import { isJsonObject } from '../json/json-path.ts';
import { storageFailure } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import { syncFolder } from './sync-folder.ts';

// The versions of the files that this package reads. Releases that know nothing of packed rows read the first alone.
const formatVersions = { plain: 1, packed: 2 };

/** Begins the names of all files in a folder; what does not bear it is somebody else's. */
export const filePrefix = 'qdrant-local.';
const formatName = '@x/qdrant-local';

/** The files of a database folder. */
export interface FolderPaths {
  readonly lock: string;
  readonly format: string;
  /** Takes the place of `format` when it is whole. */
  readonly formatDraft: string;
  readonly data: string;
  /** LMDB's own, which holds nothing once the database is closed. */
  readonly dataLock: string;
  /** Is there for a moment, to see whether there is room. */
  readonly roomProbe: string;
}

/** Where the files of a database in `folder` are. */
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
 * Makes the folder if it is missing and tells whether a database is in it. Writes nothing into a folder of others.
 *
 * @throws {VectorStoreError} when the folder cannot be made, holds something else, or a database of another format version.
 */
export async function inspectFolder(folder: string): Promise<'empty' | 'database'> {
  await makeFolder(folder).catch((cause: unknown) => {
    throw storageFailure(
      `The database folder '${folder}' cannot be made: ${messageOf(cause)}. Choose a folder that this process may make or write to.`,
      cause,
    );
  });
  const entries = await readdir(folder);
  if (entries.includes(`${filePrefix}json`)) {
    await requireKnownFormat(folder);
    if (entries.includes(`${filePrefix}mdb`)) return 'database';
    throw storageFailure(
      `The database in '${folder}' has lost its data file '${filePrefix}mdb'. Restore it from a backup, or remove the folder to start anew.`,
    );
  }
  const foreign = entries.find((name) => !name.startsWith(filePrefix) && !name.startsWith('.'));
  if (foreign === undefined) return 'empty';
  throw storageFailure(
    `'${folder}' is no folder of this engine: it holds '${foreign}' and no '${filePrefix}json'. Nothing was changed. Choose an empty or new folder.`,
  );
}

/** The version of a folder with these collections: the lowest that says all there is, so that earlier releases read what they can. */
export function formatVersionOf(configs: readonly CollectionConfig[]): number {
  const hasPacked = configs.some(({ packedVectors }) => packedVectors !== undefined);
  return hasPacked ? formatVersions.packed : formatVersions.plain;
}

/** Records the format, at once and last, so that a folder with this file is a whole database. */
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
