import { readObject, refuseUnknownKeys } from '../json/read-fields.ts';
import type { RequestContext } from '../json/server-errors.ts';

/** Keys that every write accepts and that change nothing here. */
export const writeOptionKeys: readonly string[] = ['wait', 'ordering', 'timeout'];

/** Checks options that change nothing here. @throws {VectorStoreError} with status 400. */
export function readWriteOptions(options: unknown, context: RequestContext): void {
  refuseUnknownKeys(readObject(options, 'the options', context), writeOptionKeys, 'the options', context);
}

/** Another name of the vectors of a point. */
export const vectorAliases: Readonly<Record<string, string>> = { vectors: 'vector' };

/** Keys about shards, which this engine does not have. */
export const shardKeys: Readonly<Record<string, string>> = { shard_key: 'A shard key' };
