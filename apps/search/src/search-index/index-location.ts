import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

import { makeFolder } from '@x/core/files';

import { SearchIndexError } from './search-index-error.ts';

/** The default name of the index folder. */
const indexFolderName = '.x-search';

/** The location of an index. */
export class IndexLocation {
  /** The absolute path of the index folder. */
  readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  /** Returns the location of the nearest index in `from` or its parents. Without one, returns the location for a new index in `from`. */
  static async nearest(from: string): Promise<IndexLocation> {
    for (let at = resolve(from); ; at = dirname(at)) {
      const location = new IndexLocation(join(at, indexFolderName));
      if (await location.exists()) return location;
      if (dirname(at) === at) return new IndexLocation(join(from, indexFolderName));
    }
  }

  /** The database of the file records. The process that has it open owns the index. */
  get files(): string {
    return join(this.folder, 'files');
  }

  /** The database of the passages. Opening it takes a second with ten thousand passages, so it is opened only when needed. */
  get passages(): string {
    return join(this.folder, 'passages');
  }

  /** The file that a process writes while it waits for the index. */
  get wanted(): string {
    return join(this.folder, 'wanted');
  }

  get settings(): string {
    return join(this.folder, 'settings.json');
  }

  /** Returns whether an index exists at this location. */
  async exists(): Promise<boolean> {
    return stat(this.settings).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  /**
   * Creates the folder with a `.gitignore` that hides its contents from git.
   *
   * @throws {SearchIndexError} when the folder cannot be created.
   */
  async make(): Promise<void> {
    try {
      await makeFolder(this.folder);
      const rules = join(this.folder, '.gitignore');
      await readFile(rules).catch(() => writeFile(rules, '*\n'));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new SearchIndexError(
        `The index cannot be created in ${this.folder} (${code}). Name another folder: --index DIR`,
        { cause },
      );
    }
  }

  /**
   * Checks that the folder is empty or missing. An index must be alone in its folder, because users delete the folder to delete the index.
   *
   * @throws {SearchIndexError} when the folder contains something else.
   */
  async requireFree(): Promise<void> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw new SearchIndexError(
        `${this.folder} cannot be the folder of an index (${error.code}). Name another folder: --index DIR`,
        { cause: error },
      );
    });
    if (names.length === 0) return;
    throw new SearchIndexError(
      `${this.folder} is neither empty nor an index. Name an empty folder for the index: --index DIR`,
    );
  }

  /**
   * Returns the name of a file or folder in the index: its path relative to the parent of the index folder, with `/` as separator. Relative names
   * allow moving the documents and the index together.
   *
   * @example
   * new IndexLocation('/notes/.x-search').keyOf('/notes/docs/a.md'); // => 'docs/a.md'
   */
  keyOf(path: string): string {
    return relative(dirname(this.folder), path).split(sep).join('/');
  }

  /** Returns the absolute path of a name in the index. */
  pathOf(key: string): string {
    return isAbsolute(key) ? key : resolve(dirname(this.folder), key);
  }
}
