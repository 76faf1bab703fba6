import { requireOptions } from '@x/core';

import { exportCollection } from '../transfer/export-collection.ts';
import { importCollection, type ImportCollectionOptions, importOptionKinds } from '../transfer/import-collection.ts';
import { contextOf, MethodGroup } from './method-group.ts';

/** Methods that turn a collection into lines of text and back. */
export abstract class TransferMethods extends MethodGroup {
  /**
   * The collection as lines of JSON without line ends: its settings and payload indexes, then a point on each line, in the order of the ids.
   * Ids above 2^53 are plain digits, vectors the shortest decimals that give the same float32 (-0 becomes 0). U+2028 and U+2029, where
   * some readers cut lines, are escaped.
   *
   * Points are read a few hundred at a time. One that is written or deleted meanwhile may be there or not; every other
   * one is there once.
   *
   * @throws {VectorStoreError} at the first line, with status 404 when the collection is not there.
   * @example
   * for await (const line of database.exportCollection('fruit')) file.write(`${line}\n`);
   */
  async *exportCollection(collectionName: string): AsyncGenerator<string, void, undefined> {
    yield* exportCollection(this.database, contextOf('exportCollection', collectionName));
  }

  /**
   * Makes a collection from the lines of {@link TransferMethods.exportCollection}, a few hundred points at a time. Lines
   * may have line ends, empty ones are skipped, and so is a byte order mark before the first. When it rejects, nothing is left of the collection; when the process ends
   * meanwhile, the points that were written are.
   *
   * Points get new versions. Aliases are not part of a collection.
   *
   * @throws {InvalidArgumentError} when `lines` cannot be iterated, or is one text.
   * @throws {VectorStoreError} with status 409 when the collection is there, 400 or 422 when a line is none of an export;
   *   the message names the line.
   * @example
   * const lines = readLines(createReadStream('fruit.jsonl')); // of @x/core: node:readline cuts texts at U+2028
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
