import { type OptionKinds, requireOptions } from '@x/core';

import type { CollectionContext, Database } from '../engine/database.ts';
import { requireCollectionName } from '../requests/collections/read-collection-config.ts';
import { Turns } from '../turns/turns.ts';
import type { PayloadCopyOptions } from '../payloads/select-payload.ts';
import type { ReadOptions } from '../requests/types/request-types.ts';
import type { Unindexed } from '../table/require-index.ts';

/** Settings that all method groups share. */
export interface MethodSettings {
  /** Returns a number from 0 to below 1, a new one at each call. */
  readonly random: () => number;
  /** Whether to refuse or allow `order_by` and `facet` on a key without an index. */
  readonly unindexed: Unindexed;
}

/** Base class of all method groups. */
export abstract class MethodGroup {
  /** @internal */
  protected readonly database: Database;

  /** @internal */
  protected readonly settings: MethodSettings;

  /** @internal */
  constructor(database: Database, settings: MethodSettings) {
    this.database = database;
    this.settings = settings;
  }
}

/** Options that only the REST API passes, in addition to the public ones. */
export type InternalReadOptions = ReadOptions & PayloadCopyOptions;

const readOptionKinds: OptionKinds<InternalReadOptions> = { signal: 'signal', keepsWholeFloats: 'boolean' };

/** Checks the options of a read. @throws {InvalidArgumentError} naming the invalid or unknown option. */
export function requireReadOptions(options: ReadOptions): InternalReadOptions {
  return requireOptions(options, readOptionKinds);
}

/** Returns the context that a read needs. */
export function readingOf({ signal, keepsWholeFloats = false }: InternalReadOptions): {
  readonly turns: Turns;
  readonly keepsWholeFloats: boolean;
} {
  return { turns: new Turns(signal), keepsWholeFloats };
}

/** Returns the context of a call. @throws {VectorStoreError} with status 422 when the collection name is invalid. */
export function contextOf(operation: string, collection: string): CollectionContext {
  const context = { operation, collection };
  requireCollectionName(collection, context);
  return context;
}
