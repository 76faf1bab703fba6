import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { type JsonPassage, toJsonPassage } from '../commands/json-passage.ts';
import { followLinks } from '../files/follow-links.ts';
import { isBelow } from '../search-index/files-below.ts';
import type { FoundPassages } from '../search-index/find-passages.ts';
import type { RefreshOptions, RefreshReport } from '../search-index/refresh-index.ts';
import { type IndexStatus, listOf, type SearchIndex } from '../search-index/search-index.ts';
import { SearchIndexError } from '../search-index/search-index-error.ts';
import { shortPath } from '../terminal/format-passages.ts';
import { messageOf } from '../watch/follow-folders.ts';

/** The answer to a query in its public form. */
export interface JsonPassages extends Omit<FoundPassages, 'passages'> {
  readonly passages: JsonPassage[];
}

/** Whether search results may be incomplete. */
export interface ServiceState {
  /** True while files are being indexed. */
  readonly isIndexing: boolean;
  /** Why the index does not have the latest changes of its folders. Absent when it has them or is about to have them. */
  readonly notUpToDate?: string;
}

/** Searches some folders of an index for MCP clients. Clients name paths relative to `cwd` and never receive text from other folders. */
export class SearchService {
  /** The absolute paths of the served folders and files. */
  readonly roots: readonly string[];
  /** Why changes are not followed any longer. Stays in {@link ServiceState.notUpToDate}, because no update lasts. */
  notFollowed: string | undefined;
  /** What the last update of all folders could not do. */
  #behind: string | undefined;
  readonly #index: SearchIndex;
  readonly #cwd: string;
  #refreshes = 0;

  /** @param cwd The folder that relative paths start from. */
  constructor(index: SearchIndex, { cwd, roots }: { readonly cwd: string; readonly roots: readonly string[] }) {
    this.#index = index;
    this.#cwd = cwd;
    this.roots = roots;
  }

  get state(): ServiceState {
    const notUpToDate = this.notFollowed ?? this.#behind;
    return { isIndexing: this.#refreshes > 0, ...(notUpToDate !== undefined && { notUpToDate }) };
  }

  /**
   * Returns the passages that answer a query, best first, from all folders or from one folder or file.
   *
   * @throws {SearchIndexError} when the folder is outside the served folders, or no file in it is indexed.
   */
  async search(query: string, limit: number, folder: string | undefined, signal?: AbortSignal): Promise<JsonPassages> {
    const below = folder === undefined ? this.roots : [await this.#inside(folder)];
    const { passages, ...facts } = await this.#index.search(query, { limit, below, signal });
    if (folder !== undefined && passages.length === 0) await this.#requireFiles(folder, below[0]!);
    return { passages: passages.map((passage) => toJsonPassage(passage, this.#show)), ...facts };
  }

  /**
   * Returns a passage with its neighbors.
   *
   * @throws {SearchIndexError} when the file is outside the served folders or has no such passage.
   */
  async get(file: string, passage: number, neighbors: number): Promise<JsonPassage[]> {
    const path = await this.#inside(file);
    const range = { from: Math.max(passage - neighbors, 0), to: passage + neighbors };
    const passages = await this.#index.passages({ file: this.#index.location.keyOf(path), ...range });
    if (passages.some(({ number }) => number === passage))
      return passages.map((each) => toJsonPassage(each, this.#show));
    throw new SearchIndexError(`${file} has no passage ${passage}. Use the file and passage of a search result.`);
  }

  async status(): Promise<IndexStatus & ServiceState> {
    return { ...(await this.#index.status(this.roots)), ...this.state };
  }

  /**
   * Updates the index for all folders, or for one folder or file in them.
   *
   * @throws {SearchIndexError} when the folder is outside the served folders, or it neither has nor had a file to index.
   */
  async refresh(folder: string | undefined, options: RefreshOptions = {}): Promise<RefreshReport> {
    const paths = folder === undefined ? this.roots : [await this.#inside(folder)];
    this.#refreshes++;
    const refreshed = this.#index.refresh(paths, options).finally(() => this.#refreshes--);
    const report = await (folder === undefined ? this.#noting(refreshed, options) : refreshed);
    if (folder !== undefined && report.files + report.removed + report.leftOut.length === 0)
      await this.#requireFiles(folder, paths[0]!);
    return report;
  }

  /** Remembers why the index is not up to date after an update of all folders, or that it is. */
  async #noting(refreshed: Promise<RefreshReport>, { signal }: RefreshOptions): Promise<RefreshReport> {
    try {
      const report = await refreshed;
      this.#behind = report.warnings?.join(' ');
      return report;
    } catch (error) {
      if (signal?.aborted !== true) this.#behind = messageOf(error);
      throw error;
    }
  }

  async #requireFiles(folder: string, path: string): Promise<void> {
    const { files } = await this.#index.status([path]);
    const exists = existsSync(path);
    // The files of an existing folder may not be indexed yet.
    if (files > 0 || (exists && this.#refreshes > 0)) return;
    throw new SearchIndexError(
      `${folder} ${exists ? 'has no indexed files' : 'does not exist'}. ${listOf(this.roots)}`,
    );
  }

  /**
   * Returns the path of a file or folder below a served folder, as the index names it.
   *
   * @throws {SearchIndexError} when its real path is outside the served folders.
   */
  async #inside(path: string): Promise<string> {
    const { location } = this.#index;
    const named = resolve(this.#cwd, path);
    const real = await followLinks(named);
    // A served folder may itself be reached through a link. The index has its files below the name of the folder, not below its real path.
    const found: string[] = [];
    for (const root of this.roots) {
      const realRoot = await followLinks(root);
      if (isBelow(location.keyOf(real), [location.keyOf(realRoot)])) found.push(join(root, relative(realRoot, real)));
    }
    // A folder that has moved may be below two served folders. The name that the client knows from a search result is in the index.
    const inside = found.includes(named) ? named : found[0];
    if (inside !== undefined) return inside;
    throw new SearchIndexError(`${path} is outside the indexed folders. ${listOf(this.roots)}`);
  }

  readonly #show = (file: string): string => shortPath(this.#index.location.pathOf(file), this.#cwd);
}
