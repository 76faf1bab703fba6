import { InvalidArgumentError, type PointId } from '@x/core';

import { stringifyExactJson } from '../json/exact-json.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import { describeSettings, headerLine, readHeader } from '../transfer/collection-header.ts';
import { LineBatch, numberLines, parseLine } from '../transfer/import-points.ts';
import { contextOf } from './database-session.ts';
import { QueryMethods } from './query-methods.ts';

/** Options of `importCollection`. */
export interface ImportCollectionOptions {
  /** Ends the import between two batches; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

// Points that are read, or written, together.
const batchSize = 256;

/** Methods that turn a collection into lines of text and back. */
export abstract class TransferMethods extends QueryMethods {
  /**
   * The collection as lines of JSON without line ends: its settings and payload indexes, then a point on each line, in the order of the ids.
   * Ids above 2^53 are plain digits, vectors the shortest decimals that give the same float32 (-0 becomes 0).
   *
   * Points are read a few hundred at a time. One that is written or deleted meanwhile may be there or not; every other
   * one is there once.
   *
   * @throws {VectorStoreError} at the first line, with status 404 when the collection is not there.
   * @example
   * for await (const line of database.exportCollection('fruit')) file.write(`${line}\n`);
   */
  async *exportCollection(collectionName: string): AsyncGenerator<string, void, undefined> {
    yield stringifyExactJson(headerLine(describeSettings(await this.getCollection(collectionName))));
    let offset: PointId | null | undefined;
    do {
      const page = await this.scroll(collectionName, {
        limit: batchSize,
        with_vector: true,
        ...(offset === undefined ? {} : { offset }),
      });
      for (const { id, vector, payload } of page.points) yield stringifyExactJson({ id, vector, payload });
      offset = page.next_page_offset;
    } while (offset !== null);
  }

  /**
   * Makes a collection from the lines of {@link TransferMethods.exportCollection}, a few hundred points at a time. Lines
   * may have line ends, empty ones are skipped. When it rejects, nothing is left of the collection; when the process ends
   * meanwhile, the points that were written are.
   *
   * Points get new versions. Aliases are not part of a collection.
   *
   * @throws {InvalidArgumentError} when `lines` cannot be iterated, or is one text.
   * @throws {VectorStoreError} with status 409 when the collection is there, 400 or 422 when a line is none of an export;
   *   the message names the line.
   * @example
   * const lines = createInterface({ input: createReadStream('fruit.jsonl') });
   * await database.importCollection('fruit', lines); // => { points: 3 }
   */
  async importCollection(
    collectionName: string,
    lines: AsyncIterable<string> | Iterable<string>,
    { signal }: ImportCollectionOptions = {},
  ): Promise<{ points: number }> {
    const context = contextOf('importCollection', collectionName);
    requireLines(lines);
    signal?.throwIfAborted();
    let isCreated = false;
    let batch = new LineBatch();
    let points = 0;
    try {
      for await (const line of numberLines(lines)) {
        const parsed = parseLine(line, context);
        if (!isCreated) {
          const { settings, payload_indexes: indexes } = readHeader(parsed, context);
          await this.createCollection(collectionName, settings);
          isCreated = true;
          for (const [field_name, field_schema] of Object.entries(indexes)) {
            await this.createPayloadIndex(collectionName, { field_name, field_schema });
          }
          continue;
        }
        batch.add(parsed, line.number);
        if (batch.points.length < batchSize) continue;
        points += await this.#write(collectionName, batch);
        signal?.throwIfAborted();
        batch = new LineBatch();
      }
      if (!isCreated) throw noLines(context);
      return { points: points + (await this.#write(collectionName, batch)) };
    } catch (error) {
      if (isCreated) await this.deleteCollection(collectionName);
      throw error;
    }
  }

  async #write(collectionName: string, batch: LineBatch): Promise<number> {
    const { points } = batch;
    try {
      if (points.length > 0) await this.upsert(collectionName, { points });
    } catch (error) {
      throw batch.failure(error);
    }
    return points.length;
  }
}

function requireLines(lines: unknown): void {
  const isObject = typeof lines === 'object' && lines !== null;
  if (isObject && (Symbol.asyncIterator in lines || Symbol.iterator in lines)) return;
  throw new InvalidArgumentError({
    parameter: 'lines',
    value: lines,
    expected: 'an iterable or async iterable of lines',
  });
}

function noLines(context: RequestContext): Error {
  return malformedRequest(context, 'there is no line; the first one must describe the collection');
}
