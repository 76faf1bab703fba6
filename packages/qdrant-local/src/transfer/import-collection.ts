import { InvalidArgumentError, isIterableObject, type OptionKinds } from '@x/core';

import { addPayloadIndex } from '../engine/change-config.ts';
import type { CollectionContext, Database } from '../engine/database.ts';
import { planUpsert } from '../engine/plan-writes.ts';
import { planWrite } from '../engine/write-plan.ts';
import { runInTurns } from '../turns/steps.ts';
import { Turns } from '../turns/turns.ts';
import { malformedRequest } from '../json/server-errors.ts';
import { readCollectionConfig } from '../requests/collections/read-collection-config.ts';
import { readCreatePayloadIndex } from '../requests/collections/read-payload-index.ts';
import { readUpsert } from '../requests/points/read-points.ts';
import { readHeader } from './collection-header.ts';
import { LineBatch, numberLines, parseLine } from './line-batch.ts';

/** Options of `importCollection`. */
export interface ImportCollectionOptions {
  /** Stops the import between two writes, even while the source of the lines is silent. The import then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export const importOptionKinds: OptionKinds<ImportCollectionOptions> = { signal: 'signal' };

// Points written together.
const batchSize = 256;

/**
 * Creates a collection from its lines. When it rejects, no part of the new collection is left.
 *
 * @throws {InvalidArgumentError} when `lines` cannot be iterated, or is a single string.
 * @throws {VectorStoreError} with status 409 when the collection exists, 400 or 422 when a line is not from an export.
 */
export async function importCollection(
  database: Database,
  lines: AsyncIterable<string> | Iterable<string>,
  { signal }: ImportCollectionOptions,
  context: CollectionContext,
): Promise<{ points: number }> {
  requireLines(lines);
  const turns = new Turns(signal);
  let isCreated = false;
  let batch = new LineBatch();
  let points = 0;
  try {
    for await (const line of numberLines(lines, signal)) {
      const parsed = await runInTurns(parseLine(line, context), turns);
      if (!isCreated) {
        await createFromHeader(database, parsed, context);
        isCreated = true;
        continue;
      }
      batch.add(parsed, line.number);
      if (batch.points.length < batchSize) continue;
      points += await writeBatch(database, batch, turns, context);
      batch = new LineBatch();
    }
    if (!isCreated)
      throw malformedRequest(context, 'the import has no lines; the first line must describe the collection');
    return { points: points + (await writeBatch(database, batch, turns, context)) };
  } catch (error) {
    if (isCreated) await database.deleteCollection(context);
    throw error;
  }
}

/** Checks the whole first line, then creates the empty collection with its indexes. */
async function createFromHeader(database: Database, line: unknown, context: CollectionContext): Promise<void> {
  const { settings, payload_indexes: indexes } = readHeader(line, context);
  const config = Object.entries(indexes)
    .map(([field_name, field_schema]) => readCreatePayloadIndex({ field_name, field_schema }, context))
    .reduce(addPayloadIndex, readCollectionConfig(settings, context));
  await database.createCollection(context, config);
}

async function writeBatch(
  database: Database,
  batch: LineBatch,
  turns: Turns,
  context: CollectionContext,
): Promise<number> {
  const { points } = batch;
  if (points.length === 0) return 0;
  try {
    const upsert = await runInTurns(readUpsert({ points }, context), turns);
    await database.write(context, (collection) => planWrite(collection, (plan) => planUpsert(plan, upsert, context)));
  } catch (error) {
    throw batch.failure(error);
  }
  return points.length;
}

function requireLines(lines: unknown): void {
  if (isIterableObject(lines)) return;
  const expected = 'an iterable or async iterable of lines';
  throw new InvalidArgumentError({ parameter: 'lines', value: lines, expected });
}
