import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';

import { followLinks } from '../files/follow-links.ts';
import type { SearchModels } from '../models/search-models.ts';
import { DatabaseLease } from './database-lease.ts';
import { filesBelow, isBelow } from './files-below.ts';
import { findPassages, type FindOptions, type FoundPassages } from './find-passages.ts';
import type { IndexLocation } from './index-location.ts';
import { type IndexSettings, readSettings, writeSettings } from './index-settings.ts';
import { type IndexDatabase, openDatabase } from './open-database.ts';
import type { PassagePayload } from './passage-payload.ts';
import { type PassageRange, readPassages } from './read-passages.ts';
import { refreshIndex, type RefreshOptions, type RefreshReport } from './refresh-index.ts';
import { SearchIndexError } from './search-index-error.ts';
import { removeFiles } from './store-files.ts';

/** Parts of {@link SearchIndex}. */
export interface SearchIndexParts {
  readonly location: IndexLocation;
  readonly settings: IndexSettings;
  /** Returns the models. Called when they are first needed. The caller keeps ownership and disposes of them. */
  readonly models: () => Promise<SearchModels>;
  /** Releases the database to other processes whenever it is idle. @default false */
  readonly isShared?: boolean;
  /** Milliseconds to wait for another process that has the database open. @default 10000 */
  readonly waitMs?: number;
}

/** The contents of an index. */
export interface IndexStatus {
  readonly index: string;
  readonly model: string;
  readonly roots: readonly string[];
  /** The number of searched files. */
  readonly files: number;
  readonly passages: number;
  /** The skipped files with the reasons. */
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

/** A searchable index of the files below some folders. All paths in arguments and results are absolute. */
export class SearchIndex implements AsyncDisposable {
  readonly location: IndexLocation;
  readonly #models: () => Promise<SearchModels>;
  readonly #database: DatabaseLease<IndexDatabase>;
  #settings: IndexSettings;
  readonly #watcher: FSWatcher | undefined;
  /** Resolves when the last refresh ends. Refreshes run one after another, because concurrent ones would store the same files twice. */
  #refreshing: Promise<unknown> = Promise.resolve();

  constructor({ location, settings, models, isShared = false, waitMs = 10_000 }: SearchIndexParts) {
    this.location = location;
    this.#models = models;
    this.#settings = settings;
    const open = (): Promise<IndexDatabase> => openDatabase({ location, models, waitMs });
    this.#database = new DatabaseLease(open);
    if (isShared) this.#watcher = this.#releaseWhenWanted();
  }

  /** The indexed folders and files. */
  get roots(): readonly string[] {
    return this.#settings.roots.map((root) => this.location.pathOf(root));
  }

  /** Adds folders and files, which the next refresh indexes. Returns their real paths. */
  async addRoots(paths: readonly string[]): Promise<string[]> {
    const real = await Promise.all(paths.map((path) => realPath(path)));
    if (real.length === 0) return real;
    // The settings are written before the database is created: a folder that has only a database is not an index.
    if (!(await this.location.exists())) await this.#writeRoots(this.#settings.roots);
    await this.#database.use(async ({ records }) => {
      const roots = await this.#readRoots();
      const known = [...(await records.read()).values()];
      const searched = known.filter(({ leftOut }) => leftOut === undefined).map(({ file }) => file);
      const added = real.map((path) => this.location.keyOf(path)).filter((key) => !isIndexed(key, roots, searched));
      if (added.length > 0) await this.#writeRoots([...new Set([...roots, ...added])]);
    });
    return real;
  }

  /** Removes folders and files from the index, except files below the remaining ones. Returns the number of removed files. */
  forget(paths: readonly string[]): Promise<number> {
    return this.#database.use(async (database) => {
      const roots = await this.#readRoots();
      const keys = await Promise.all(paths.map((path) => this.#rootOf(path, roots)));
      const unknown = paths.find((_, index) => !roots.includes(keys[index]!));
      if (unknown !== undefined) throw new SearchIndexError(`${unknown} is not in the index. ${listOf(this.roots)}`);
      const kept = roots.filter((root) => !keys.includes(root));
      const known = await database.records.read();
      const files = [...known.keys()].filter((file) => !isBelow(file, kept));
      await removeFiles(database, files);
      await this.#writeRoots(kept);
      return files.length;
    });
  }

  /** Updates the index to match the files below these paths, or below all roots. */
  refresh(paths: readonly string[] = this.roots, options: RefreshOptions = {}): Promise<RefreshReport> {
    const run = (): Promise<RefreshReport> =>
      this.#database.use(async (database) => {
        const indexed = await this.#readRoots();
        const keys = paths.map((path) => this.location.keyOf(path));
        // A root may contain files that the rules of a parent root ignore, so roots below the paths are refreshed as well.
        const names = new Set([...filesBelow(indexed, keys), ...filesBelow(keys, indexed)]);
        const roots = [...names].map((key) => this.location.pathOf(key));
        return refreshIndex({ location: this.location, database, models: this.#models, indexed }, roots, options);
      });
    const refreshed = this.#refreshing.then(run);
    this.#refreshing = refreshed.catch(() => {});
    return refreshed;
  }

  /** Returns the passages that answer a query, best first. With `below`, searches only these files and folders. */
  search(query: string, { below = [], ...options }: FindOptions = {}): Promise<FoundPassages> {
    const keys = below.map((path) => this.location.keyOf(path));
    return this.#database.use((database) =>
      findPassages({ database, models: this.#models }, query, { ...options, below: keys }),
    );
  }

  /** Returns passages of one file in order. */
  passages(range: PassageRange): Promise<PassagePayload[]> {
    return this.#database.use((database) => readPassages(database, range));
  }

  /** Returns the contents of the index for all roots, or for these folders and files. */
  async status(paths: readonly string[] = this.roots): Promise<IndexStatus> {
    const known = await this.#database.use(({ records }) => records.read());
    const keys = paths.map((path) => this.location.keyOf(path));
    const records = filesBelow(keys, known.keys()).map((file) => known.get(file)!);
    const leftOut = records.flatMap(({ file, leftOut: reason }) =>
      reason === undefined ? [] : [{ path: this.location.pathOf(file), reason }],
    );
    return {
      index: this.location.folder,
      model: this.#settings.embedder.model,
      roots: paths,
      files: records.length - leftOut.length,
      passages: records.reduce((sum, { passages }) => sum + passages, 0),
      leftOut,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watcher?.close();
    await this.#refreshing;
    await this.#database[Symbol.asyncDispose]();
  }

  #releaseWhenWanted(): FSWatcher {
    mkdirSync(this.location.folder, { recursive: true });
    return watch(this.location.folder, { persistent: false }, (_, name) => {
      if (name === basename(this.location.wanted)) this.#database.release();
    });
  }

  /** Returns the name of `path`, or of what its links lead to if `path` itself is not a root. */
  async #rootOf(path: string, roots: readonly string[]): Promise<string> {
    const key = this.location.keyOf(path);
    return roots.includes(key) ? key : this.location.keyOf(await followLinks(path));
  }

  /** Returns the roots, which other processes change too. Their files only change together with them while the database is open. */
  async #readRoots(): Promise<readonly string[]> {
    const roots = (await readSettings(this.location))?.roots ?? this.#settings.roots;
    this.#settings = { ...this.#settings, roots };
    return roots;
  }

  async #writeRoots(roots: readonly string[]): Promise<void> {
    const settings = { ...this.#settings, roots };
    await writeSettings(this.location, settings);
    this.#settings = settings;
  }
}

/** Returns whether `key` is a root, or a root above it contains files at or below `key` that belong to no root in between. */
function isIndexed(key: string, roots: readonly string[], files: readonly string[]): boolean {
  if (roots.includes(key)) return true;
  const inner = filesBelow([key], roots);
  return isBelow(key, roots) && filesBelow([key], files).some((file) => !isBelow(file, inner));
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw new SearchIndexError(`${path} does not exist. Name an existing file or folder.`, { cause });
  }
}

/** Returns a sentence that names the indexed folders and files. */
export function listOf(roots: readonly string[]): string {
  return roots.length === 0 ? 'The index is empty.' : `Indexed: ${roots.join(', ')}.`;
}
