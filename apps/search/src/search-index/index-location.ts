import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

import { makeFolder } from '@x/core/files';

import { SearchIndexError } from './search-index-error.ts';

/** The folder that an index is kept in, where none is named. */
const indexFolderName = '.x-search';

/** Where an index is. */
export class IndexLocation {
  /** Absolute. */
  readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  /** The index of the folder `from` or the nearest above it that has one; where none has, the place for one in `from`. */
  static async nearest(from: string): Promise<IndexLocation> {
    for (let at = resolve(from); ; at = dirname(at)) {
      const location = new IndexLocation(join(at, indexFolderName));
      if (await location.exists()) return location;
      if (dirname(at) === at) return new IndexLocation(join(from, indexFolderName));
    }
  }

  /** The database of what is known of the files. Whoever has it open has the index. */
  get files(): string {
    return join(this.folder, 'files');
  }

  /** The database of the passages: to open it takes a second where there are ten thousand, so it is opened when they are wanted. */
  get passages(): string {
    return join(this.folder, 'passages');
  }

  /** A file that is written by whoever waits for the index. */
  get wanted(): string {
    return join(this.folder, 'wanted');
  }

  get settings(): string {
    return join(this.folder, 'settings.json');
  }

  /** Whether something was indexed there. */
  async exists(): Promise<boolean> {
    return stat(this.settings).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  /**
   * Makes the folder, and keeps git from seeing what is in it.
   *
   * @throws {SearchIndexError} when it cannot be made.
   */
  async make(): Promise<void> {
    try {
      await makeFolder(this.folder);
      const rules = join(this.folder, '.gitignore');
      await readFile(rules).catch(() => writeFile(rules, '*\n'));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new SearchIndexError(`The index cannot be made in ${this.folder} (${code}). Name another folder: --index DIR`, { cause }); // prettier-ignore
    }
  }

  /**
   * An index lies alone in its folder: it is deleted with it.
   *
   * @throws {SearchIndexError} when something else is there.
   */
  async requireFree(): Promise<void> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw new SearchIndexError(`${this.folder} cannot be the folder of an index (${error.code}).`, { cause: error });
    });
    if (names.length === 0) return;
    throw new SearchIndexError(
      `${this.folder} is no index, and is not empty. Name a folder for the index alone: --index DIR`,
    );
  }

  /**
   * The name of a file or folder in the index: its path from the folder that the index stands in, with `/`. The whole can be moved together.
   *
   * @example
   * new IndexLocation('/notes/.x-search').keyOf('/notes/docs/a.md'); // => 'docs/a.md'
   */
  keyOf(path: string): string {
    return relative(dirname(this.folder), path).split(sep).join('/');
  }

  /** The absolute path that a name in the index stands for. */
  pathOf(key: string): string {
    return isAbsolute(key) ? key : resolve(dirname(this.folder), key);
  }
}
