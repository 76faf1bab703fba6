import { readObject, refuseUnknownKeys } from '../json/read-fields.ts';
import type { RequestContext } from '../json/server-errors.ts';

/** Keys that every write accepts and that have no effect in this engine. */
export const writeOptionKeys: readonly string[] = ['wait', 'ordering', 'timeout'];

/** Checks options that have no effect in this engine. @throws {VectorStoreError} with status 400 when they are malformed. */
export function readWriteOptions(options: unknown, context: RequestContext): void {
  refuseUnknownKeys(readObject(options, 'the options', context), writeOptionKeys, 'the options', context);
}

/** An alias of the key for the vectors of a point. */
export const vectorAliases: Readonly<Record<string, string>> = { vectors: 'vector' };

/** Keys for shards, which this engine does not have. */
export const shardKeys: Readonly<Record<string, string>> = { shard_key: 'A shard key' };
