import type { ProgressListener } from '@x/core';

import { isMissing } from '../files/is-missing.ts';
import { type FoundFile, type UnreadablePath, walkFolder } from '../files/walk-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import type { FileRecord } from './file-records.ts';
import { filesBelow, isBelow } from './files-below.ts';
import type { IndexLocation } from './index-location.ts';
import type { IndexDatabase } from './open-database.ts';
import { isUnchanged, readAndSplit, type ReadFile } from './read-files.ts';
import { SearchIndexError } from './search-index-error.ts';
import { removeFiles, storeFiles } from './store-files.ts';
import { type RootFailure, unreadableRoot } from './unreadable-root.ts';

/** A file or folder that is skipped, with the reason. */
export interface LeftOut {
  /** The absolute path. */
  readonly path: string;
  readonly reason: string;
}

/** The result of a refresh. */
export interface RefreshReport {
  /** The number of searchable files below the refreshed roots. */
  readonly files: number;
  /** The number of files that were read, split and stored. */
  readonly indexed: number;
  /** The number of files that were removed from the index. */
  readonly removed: number;
  /** The number of passages that were stored. */
  readonly passages: number;
  readonly leftOut: readonly LeftOut[];
  /** Messages about roots that cannot be read, with what to do. Absent when all can be read. */
  readonly warnings?: readonly string[];
  readonly totalMs: number;
}

/** Options of {@link refreshIndex}. */
export interface RefreshOptions {
  readonly signal?: AbortSignal | undefined;
  /** Receives an `index` event after each group of stored files. */
  readonly onProgress?: ProgressListener | undefined;
}

/** The index and models that a refresh uses. */
export interface RefreshParts {
  readonly location: IndexLocation;
  readonly database: IndexDatabase;
  readonly models: () => Promise<SearchModels>;
  /** The names of all roots of the index. Files below none of them are removed. @default the refreshed roots */
  readonly indexed?: readonly string[];
}

/** The number of passages that are stored together. It is large, so that the model gets full batches. */
const passagesAtOnce = 256;

/**
 * Updates an index to match the files below `roots`.
 *
 * Reads only files whose size or time has changed, and embeds only files whose content has changed. An interrupted refresh continues where it
 * stopped, because the record of a file states whether all its passages are stored.
 *
 * @param roots Absolute paths of roots, or of files and folders in them.
 * @throws {SearchIndexError} when no root can be read.
 */
export async function refreshIndex(
  { location, database, models, indexed }: RefreshParts,
  roots: readonly string[],
  { signal, onProgress }: RefreshOptions = {},
): Promise<RefreshReport> {
  const start = performance.now();
  const known = await database.records.read(signal);
  const belonging = indexed ?? roots.map((root) => location.keyOf(root));
  const knowledge = { known, indexed: belonging, signal };
  const { changed, present, isSeen, unreadable, warnings } = await findChanges(location, roots, knowledge);
  const isGone = (file: string): boolean => isSeen(file) || !isBelow(file, belonging);
  const removed = [...known.keys()].filter((file) => !present.has(file) && isGone(file));
  await removeFiles(database, removed);
  const counts = { indexed: 0, passages: 0, done: 0 };
  const report = (): void =>
    onProgress?.({ phase: 'index', subject: 'files', completed: counts.done, total: changed.length, unit: 'items' });
  if (changed.length > 0) report();
  for await (const group of oneAhead(readInGroups(changed, { location, models, known, signal }))) {
    const stored = await storeFiles(database, group, { signal });
    counts.indexed += stored.files;
    counts.passages += stored.passages;
    counts.done += group.length;
    for (const { record } of group) known.set(record.file, record);
    report();
  }
  const leftOut = [...present].flatMap((file) => leftOutAs(location, known.get(file)));
  return {
    files: present.size - leftOut.length,
    indexed: counts.indexed,
    removed: removed.length,
    passages: counts.passages,
    leftOut: [...unreadable, ...leftOut],
    ...(warnings.length > 0 && { warnings }),
    totalMs: performance.now() - start,
  };
}

interface Knowledge {
  readonly known: ReadonlyMap<string, FileRecord>;
  readonly signal?: AbortSignal | undefined;
}

interface Changes {
  readonly changed: readonly FoundFile[];
  /** The names of all found files in the index. */
  readonly present: ReadonlySet<string>;
  /** Returns whether the walk would have found a file if it existed. */
  readonly isSeen: (file: string) => boolean;
  readonly unreadable: readonly LeftOut[];
  readonly warnings: readonly string[];
}

async function findChanges(
  location: IndexLocation,
  paths: readonly string[],
  { known, indexed, signal }: Knowledge & { readonly indexed: readonly string[] },
): Promise<Changes> {
  const changed: FoundFile[] = [];
  const present = new Set<string>();
  const walked: string[] = [];
  const unread: string[] = [];
  const unreadable: LeftOut[] = [];
  const failed: RootFailure[] = [];
  const onUnreadable = ({ path, reason }: UnreadablePath): void => {
    unreadable.push({ path, reason: `cannot be read: ${reason}` });
    unread.push(location.keyOf(path));
  };
  for (const { root, within } of walksOf(location, paths, indexed)) {
    try {
      for await (const found of walkFolder(root, { onUnreadable, within, signal })) {
        const file = location.keyOf(found.path);
        if (present.has(file)) continue;
        present.add(file);
        if (!isUnchanged(found, known.get(file))) changed.push(found);
      }
      const key = location.keyOf(within ?? root);
      // The walk to a path inside a root ends at a folder above it that cannot be read.
      if (within === undefined || !isBelow(key, unread)) walked.push(key);
    } catch (cause) {
      if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
      const key = location.keyOf(root);
      failed.push({ path: root, key, cause: cause as NodeJS.ErrnoException });
      if (!isMissing(cause)) unread.push(key);
    }
  }
  const warnings = failed.map((failure) => unreadableRoot(failure, walked));
  if (walked.length === 0 && failed[0]) throw new SearchIndexError(warnings[0], { cause: failed[0].cause });
  const isSeen = (file: string): boolean => isBelow(file, walked) && !isUnread(file, unread, walked);
  return { changed, present, isSeen, unreadable, warnings };
}

/** Returns whether a file is below a folder that could not be read, and below no walked root in that folder. */
function isUnread(file: string, unread: readonly string[], walked: readonly string[]): boolean {
  return unread.some((folder) => isBelow(file, [folder]) && !isBelow(file, filesBelow([folder], walked)));
}

interface Walk {
  readonly root: string;
  /** The path to walk; `undefined` for all of the root. */
  readonly within: string | undefined;
}

/** A path inside a root is found from the root, so that it is ignored, hidden or a link as in a walk of all of the root. */
function walksOf(location: IndexLocation, paths: readonly string[], indexed: readonly string[]): Walk[] {
  return paths.flatMap((path): Walk[] => {
    const key = location.keyOf(path);
    if (indexed.includes(key)) return [{ root: path, within: undefined }];
    return indexed
      .filter((root) => isBelow(key, [root]))
      .map((root) => ({ root: location.pathOf(root), within: path }));
  });
}

interface GroupParts extends Knowledge {
  readonly location: IndexLocation;
  readonly models: () => Promise<SearchModels>;
}

async function* readInGroups(
  changed: readonly FoundFile[],
  { location, models, known, signal }: GroupParts,
): AsyncGenerator<ReadFile[], void, undefined> {
  let group: ReadFile[] = [];
  let passages = 0;
  for (const found of changed) {
    signal?.throwIfAborted();
    const file = location.keyOf(found.path);
    const read = await readAndSplit(found, { file, models, known: known.get(file), signal });
    group.push(read);
    passages += read.passages?.length ?? 0;
    if (passages < passagesAtOnce && group.length < passagesAtOnce) continue;
    yield group;
    [group, passages] = [[], 0];
  }
  if (group.length > 0) yield group;
}

/** Yields the same items, but requests each item while the consumer works on the previous one. */
async function* oneAhead<T>(items: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  let next = items.next();
  for (;;) {
    const { done, value } = await next;
    if (done) return;
    next = items.next();
    // The next iteration awaits this promise. If the consumer stops first, a rejection must not be unhandled.
    next.catch(() => {});
    yield value;
  }
}

function leftOutAs(location: IndexLocation, record: FileRecord | undefined): LeftOut[] {
  if (record?.leftOut === undefined) return [];
  return [{ path: location.pathOf(record.file), reason: record.leftOut }];
}
