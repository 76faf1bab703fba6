import { gatherMethods, InvalidArgumentError, type OptionKinds, requireOptions } from '@x/core';

import { Database } from '../engine/database.ts';
import { emitLargeCollectionWarning, type LargeCollectionWarning, watchSize } from '../engine/size-watch.ts';
import type { Durability } from '../storage/durability.ts';
import { LmdbStorage } from '../storage/lmdb-storage.ts';
import { MemoryStorage } from '../storage/memory-storage.ts';
import type { Unindexed } from '../table/require-index.ts';
import { AliasMethods } from './alias-methods.ts';
import { CollectionMethods } from './collection-methods.ts';
import { MethodGroup } from './method-group.ts';
import { PayloadIndexMethods } from './payload-index-methods.ts';
import { PayloadMethods } from './payload-methods.ts';
import { PointMethods } from './point-methods.ts';
import { QueryMethods } from './query-methods.ts';
import { ServiceMethods } from './service-methods.ts';
import { TransferMethods } from './transfer-methods.ts';
import { VectorMethods } from './vector-methods.ts';

/** Options of {@link QdrantLocal}. */
export interface QdrantLocalOptions {
  /** Folder that stores the collections, created if it is missing. @default none: collections are in memory only */
  readonly path?: string | undefined;
  /**
   * How long a write to a folder waits for the disk. With either setting, no acknowledged write is lost when the process ends or
   * is killed, and no write is ever visible in part. When the machine loses power, `sync` loses nothing. `relaxed` may lose the
   * last acknowledged write, but waits for the disk once per write instead of twice.
   *
   * @default 'sync'
   */
  readonly durability?: Durability;
  /** Returns numbers from 0 to below 1, used to draw random samples. @default Math.random */
  readonly random?: () => number;
  /** Returns milliseconds since 1970, used for `created_at` of a new collection. @default Date.now */
  readonly now?: () => number;
  /**
   * How `order_by` and `facet` treat a payload key without a fitting index. `refuse` rejects with status 400, as a server does.
   * `allow` scans every point, as Python's local mode does.
   *
   * @default 'refuse'
   */
  readonly unindexed?: Unindexed | undefined;
  /** A collection with more points triggers a warning. `Infinity` never warns. @default 200_000 */
  readonly warnAbovePoints?: number;
  /**
   * Called once for each collection that exceeds `warnAbovePoints`.
   *
   * @default `process.emitWarning` with the code X_LARGE_COLLECTION
   */
  readonly onWarning?: (warning: LargeCollectionWarning) => void;
}

const defaultWarnAbovePoints = 200_000;

const optionKinds: OptionKinds<QdrantLocalOptions> = {
  path: 'text',
  durability: 'any',
  random: 'function',
  now: 'function',
  unindexed: 'any',
  warnAbovePoints: 'any',
  onWarning: 'function',
};
const durabilities: readonly Durability[] = ['sync', 'relaxed'];
const unindexedChoices: readonly Unindexed[] = ['refuse', 'allow'];

/**
 * Qdrant's engine in this process, with the method names and request bodies of the official JavaScript client.
 *
 * Every request is validated completely before anything changes, so a rejected call has changed nothing. Writes to a
 * collection happen in the order of the calls. A read sees every write that was called before it. Results are copies.
 *
 * Every method rejects with a `VectorStoreError` that has Qdrant's status and message, with a `DisposedError` after
 * {@link ServiceMethods.close}, or with an `InvalidArgumentError` for unknown options of a call.
 *
 * @example
 * await using database = new QdrantLocal();
 * await database.createCollection('fruit', { vectors: { size: 2, distance: 'Dot' } });
 * await database.upsert('fruit', { points: [{ id: 1, vector: [1, 2] }, { id: 2, vector: [3, 4] }] });
 * await database.query('fruit', { query: [1, 0], limit: 1 });
 * // => { points: [{ id: 2, version: 0, score: 3 }] }
 */
export class QdrantLocal extends MethodGroup {
  static {
    gatherMethods(this, [
      ServiceMethods,
      CollectionMethods,
      AliasMethods,
      PointMethods,
      VectorMethods,
      PayloadMethods,
      PayloadIndexMethods,
      QueryMethods,
      TransferMethods,
    ]);
  }

  /**
   * Creates the database without opening it. With a `path`, the first call opens the folder, and rejects when the folder is
   * in use, damaged or not a database.
   *
   * @throws {InvalidArgumentError} when `path` is an empty string or not a string, `durability` or `unindexed` is not one of
   *   their values, `random`, `now` or `onWarning` is not a function, `warnAbovePoints` is not a positive number, or an
   *   option is unknown.
   */
  constructor(options: QdrantLocalOptions = {}) {
    const {
      path,
      durability = 'sync',
      random = Math.random,
      now = Date.now,
      unindexed = 'refuse',
      warnAbovePoints = defaultWarnAbovePoints,
      onWarning = emitLargeCollectionWarning,
    } = requireOptions(options, optionKinds);
    if (path === '') {
      throw new InvalidArgumentError({ parameter: 'path', value: path, expected: 'the path of a folder' });
    }
    if (!durabilities.includes(durability)) {
      throw new InvalidArgumentError({ parameter: 'durability', value: durability, expected: "'sync' or 'relaxed'" });
    }
    if (!unindexedChoices.includes(unindexed)) {
      throw new InvalidArgumentError({ parameter: 'unindexed', value: unindexed, expected: "'refuse' or 'allow'" });
    }
    if (typeof warnAbovePoints !== 'number' || !(warnAbovePoints > 0)) {
      const expected = 'a number above 0';
      throw new InvalidArgumentError({ parameter: 'warnAbovePoints', value: warnAbovePoints, expected });
    }
    const storage = path === undefined ? new MemoryStorage() : new LmdbStorage(path, { durability });
    super(new Database(storage, { onSize: watchSize(warnAbovePoints, onWarning), now }), { random, unindexed });
  }
}

/** The method groups that {@link QdrantLocal} combines: docs/decisions/0074-methods-gathered-from-groups.md. */
export interface QdrantLocal
  extends
    ServiceMethods,
    CollectionMethods,
    AliasMethods,
    PointMethods,
    VectorMethods,
    PayloadMethods,
    PayloadIndexMethods,
    QueryMethods,
    TransferMethods {}
