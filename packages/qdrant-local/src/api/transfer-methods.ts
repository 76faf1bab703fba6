import { requireOptions } from '@x/core';

import { exportCollection } from '../transfer/export-collection.ts';
import { importCollection, type ImportCollectionOptions, importOptionKinds } from '../transfer/import-collection.ts';
import { contextOf, MethodGroup } from './method-group.ts';

/** Methods that convert a collection to lines of text and back. */
export abstract class TransferMethods extends MethodGroup {
  /**
   * Yields the collection as lines of JSON without line ends: first its settings and payload indexes, then one point per line, in id
   * order. Ids above 2^53 are plain digits. Vectors are the shortest decimals that read back as the same float32 (-0 becomes 0).
   * U+2028 and U+2029, where some readers split lines, are escaped.
   *
   * Points are read a few hundred at a time. A point that is written or deleted during the export may or may not be included; every
   * other point is included once.
   *
   * @throws {VectorStoreError} at the first line, with status 404 when the collection does not exist.
   * @example
   * for await (const line of database.exportCollection('fruit')) file.write(`${line}\n`);
   */
  async *exportCollection(collectionName: string): AsyncGenerator<string, void, undefined> {
    yield* exportCollection(this.database, contextOf('exportCollection', collectionName));
  }

  /**
   * Creates a collection from the lines of {@link TransferMethods.exportCollection}, a few hundred points at a time. Lines
   * may have line ends. Empty lines are skipped, and so is a byte order mark before the first line. When it rejects, no
   * part of the new collection is left. When the process ends during the import, the points written so far remain.
   *
   * Points get new versions. Aliases are not part of a collection.
   *
   * @throws {InvalidArgumentError} when `lines` cannot be iterated, or is a single string.
   * @throws {VectorStoreError} with status 409 when the collection exists, 400 or 422 when a line is not from an export;
   *   the message names the line.
   * @example
   * const lines = readLines(createReadStream('fruit.jsonl')); // of @x/core: node:readline splits texts at U+2028
   * await database.importCollection('fruit', lines); // => { points: 3 }
   */
  async importCollection(
    collectionName: string,
    lines: AsyncIterable<string> | Iterable<string>,
    options: ImportCollectionOptions = {},
  ): Promise<{ points: number }> {
    requireOptions(options, importOptionKinds);
    return importCollection(this.database, lines, options, contextOf('importCollection', collectionName));
  }
}
