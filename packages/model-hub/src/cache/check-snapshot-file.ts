import { readlink } from 'node:fs/promises';
import { ModelFileError, type ModelFileProblem } from '@x/core';
import type { RepositoryCache } from './cache-layout.ts';
import { describeContent, sniffFile } from '../content-sniff.ts';
import { type FileStatus, fileStatus, isMissing, isSystemError, unreadable } from '../file-status.ts';
import { hashContent } from '../content-hash.ts';
import { readRecord, writeRecord } from './file-record.ts';

/** Result of a check. `unknown`: the expected content is not known, and the file is not empty, a web page or a Git LFS pointer. */
export type FileCheck =
  | { readonly state: 'missing' }
  | { readonly state: 'intact' | 'unknown'; readonly size: number }
  | { readonly state: 'damaged'; readonly error: ModelFileError; readonly status: FileStatus };

/** Options of {@link checkSnapshotFile}. */
export interface CheckSnapshotFileOptions {
  /** Hash and size that the hub lists. @default the hash in the name of the link's target, else the record */
  readonly expected?: { readonly oid: string; readonly size: number };
  /** Hashes the content even if a record says that it is intact. @default false */
  readonly thorough?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes hashed. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/**
 * Checks whether a file of a snapshot is intact.
 *
 * Each call checks that the file exists and has the right size. The content is hashed at the first check, and again when the modification time has
 * changed since the last hash; the result is recorded. The expected hash is the name of the blob, whichever program downloaded it.
 *
 * @throws {ModelFileError} when the file cannot be read.
 */
export async function checkSnapshotFile(
  cache: RepositoryCache,
  commit: string,
  path: string,
  { expected, thorough = false, signal, onBytes }: CheckSnapshotFileOptions = {},
): Promise<FileCheck> {
  const place = cache.snapshotFile(commit, path);
  const status = await fileStatus(place);
  if (status === undefined) return { state: 'missing' };
  const { size, mtimeMs } = status;
  try {
    const record = await readRecord(cache.record(commit, path));
    const oid = expected?.oid ?? (await oidOfLink(place)) ?? record?.oid;
    const rightSize = expected?.size ?? (record?.oid === oid ? record?.size : undefined);
    if (size === 0 && oid !== emptyOid && rightSize !== 0) return damaged(place, status, 'empty', 'is empty');
    if (rightSize !== undefined && size !== rightSize) {
      const problem = size < rightSize ? 'truncated' : 'wrong-size';
      return await wrongContent(place, status, problem, `must have ${rightSize} bytes, but has ${size}`);
    }
    if (oid === undefined) return await sniffed(place, status);
    if (!thorough && record?.oid === oid && record.mtimeMs === mtimeMs) {
      onBytes?.(size);
      return { state: 'intact', size };
    }
    const found = await hashContent(place, { oid, size }, { signal, onBytes });
    if (found !== oid) {
      return await wrongContent(place, status, 'wrong-hash', `is damaged: its hash must be ${oid}, but is ${found}`);
    }
    await writeRecord(cache.record(commit, path), { oid, size, mtimeMs });
    return { state: 'intact', size };
  } catch (error) {
    // Another process has just moved it to the quarantine.
    if (isMissing(error)) return { state: 'missing' };
    throw isSystemError(error) ? unreadable(place, error) : error;
  }
}

/** The git blob id of an empty file. */
const emptyOid = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

/** Returns the hash that the target of a link is named after; `undefined` for a file that is not a link or has another kind of name. */
async function oidOfLink(place: string): Promise<string | undefined> {
  const target = await readlink(place).catch(() => '');
  // Only a repository's own blobs are named after their content hash. Those in the shared store of huggingface_hub are named after a Xet hash.
  return /(?:^|[/\\])blobs[/\\]([0-9a-f]{40}|[0-9a-f]{64})$/.exec(target)?.[1];
}

async function sniffed(place: string, status: FileStatus): Promise<FileCheck> {
  const problem = await sniffFile(place);
  return problem === undefined
    ? { state: 'unknown', size: status.size }
    : damaged(place, status, problem, `contains ${describeContent(problem)}`);
}

/** Reports damage and, if it can be recognized, what the file contains instead. */
async function wrongContent(
  place: string,
  status: FileStatus,
  problem: ModelFileProblem,
  fact: string,
): Promise<FileCheck> {
  const foreign = await sniffFile(place);
  if (foreign === undefined) return damaged(place, status, problem, fact);
  return damaged(place, status, foreign, `contains ${describeContent(foreign)}; it ${fact}`);
}

function damaged(path: string, status: FileStatus, problem: ModelFileProblem, fact: string): FileCheck {
  const message = `${fact}. Download it again: load the model while connected, or run "npx @x/model-hub download" with the name of the model.`;
  return { state: 'damaged', error: new ModelFileError({ path, problem, message }), status };
}
