import { type OptionKinds, requireOptions } from '@x/core';

import type { CollectionContext, Database } from '../engine/database.ts';
import { requireCollectionName } from '../requests/collections/read-collection-config.ts';
import { Turns } from '../event-loop-turns.ts';
import type { PayloadCopyOptions } from '../payloads/select-payload.ts';
import type { ReadOptions } from '../requests/types/request-types.ts';
import type { Unindexed } from '../table/require-index.ts';

/** How the methods of all groups behave. */
export interface MethodSettings {
  /** A number from 0 to below 1, anew at each call. */
  readonly random: () => number;
  /** What happens to `order_by` and `facet` on a key without an index. */
  readonly unindexed: Unindexed;
}

/** What the methods of all groups work on. */
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

/** What the REST API asks for beside what all callers may. */
export type InternalReadOptions = ReadOptions & PayloadCopyOptions;

const readOptionKinds: OptionKinds<InternalReadOptions> = { signal: 'signal', keepsWholeFloats: 'boolean' };

/** Checks the options of a call that reads. @throws {InvalidArgumentError} naming the one that is wrong, or no option. */
export function requireReadOptions(options: ReadOptions): InternalReadOptions {
  return requireOptions(options, readOptionKinds);
}

/** What a call reads with. */
export function readingOf({ signal, keepsWholeFloats = false }: InternalReadOptions): {
  readonly turns: Turns;
  readonly keepsWholeFloats: boolean;
} {
  return { turns: new Turns(signal), keepsWholeFloats };
}

/** Where a call was made. @throws {VectorStoreError} with status 422 when the collection's name is none. */
export function contextOf(operation: string, collection: string): CollectionContext {
  const context = { operation, collection };
  requireCollectionName(collection, context);
  return context;
}
