import { resolve } from 'node:path';

import { type JsonPassage, toJsonPassage } from '../commands/json-passage.ts';
import type { RefreshOptions, RefreshReport } from '../search-index/refresh-index.ts';
import { type IndexStatus, listOf, type SearchIndex } from '../search-index/search-index.ts';
import { SearchIndexError } from '../search-index/search-index-error.ts';
import { shortPath } from '../terminal/format-passages.ts';

/** What callers may ask of some folders of an index: paths go in as they write them, and nothing outside of those folders comes out. */
export class SearchService {
  /** The folders and files that are served, absolute. */
  readonly roots: readonly string[];
  readonly #index: SearchIndex;
  readonly #cwd: string;
  #refreshes = 0;

  /** @param cwd the folder that paths start from */
  constructor(index: SearchIndex, { cwd, roots }: { readonly cwd: string; readonly roots: readonly string[] }) {
    this.#index = index;
    this.#cwd = cwd;
    this.roots = roots;
  }

  /** Whether files are being indexed, so that an answer may be missing something. */
  get isIndexing(): boolean {
    return this.#refreshes > 0;
  }

  /** The passages that answer a query, the best first, of all folders or of one folder or file. */
  async search(query: string, limit: number, folder: string | undefined, signal?: AbortSignal): Promise<JsonPassage[]> {
    const below = folder === undefined ? this.roots : [this.#inside(folder)];
    const found = await this.#index.search(query, { limit, below, signal });
    return found.map((passage) => toJsonPassage(passage, this.#show));
  }

  /**
   * A passage with its neighbours.
   *
   * @throws {SearchIndexError} when the file is outside the searched folders, or has no such passage.
   */
  async get(file: string, passage: number, neighbours: number): Promise<JsonPassage[]> {
    const path = this.#inside(file);
    const range = { from: Math.max(passage - neighbours, 0), to: passage + neighbours };
    const passages = await this.#index.passages({ file: this.#index.location.keyOf(path), ...range });
    if (passages.some(({ number }) => number === passage))
      return passages.map((each) => toJsonPassage(each, this.#show));
    throw new SearchIndexError(`${file} has no passage ${passage}. Take file and passage from a search.`);
  }

  async status(): Promise<IndexStatus & { readonly isIndexing: boolean }> {
    return { ...(await this.#index.status(this.roots)), isIndexing: this.isIndexing };
  }

  /** Brings the index up to date with all folders, or with one folder or file in them. */
  async refresh(folder: string | undefined, options: RefreshOptions = {}): Promise<RefreshReport> {
    const paths = folder === undefined ? this.roots : [this.#inside(folder)];
    this.#refreshes++;
    try {
      return await this.#index.refresh(paths, options);
    } finally {
      this.#refreshes--;
    }
  }

  /** @throws {SearchIndexError} when it is outside the searched folders. */
  #inside(path: string): string {
    const absolute = resolve(this.#cwd, path);
    const key = this.#index.location.keyOf(absolute);
    const isInside = this.roots
      .map((root) => this.#index.location.keyOf(root))
      .some((root) => (root === '' ? !/^\.\.(\/|$)/.test(key) : key === root || key.startsWith(`${root}/`)));
    if (isInside) return absolute;
    throw new SearchIndexError(`${path} is outside the folders that are searched. ${listOf(this.roots)}`);
  }

  readonly #show = (file: string): string => shortPath(this.#index.location.pathOf(file), this.#cwd);
}
