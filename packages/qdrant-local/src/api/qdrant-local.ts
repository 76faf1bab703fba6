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
  /** Folder to keep the collections in, made if it is missing. @default none: the collections live in memory only */
  readonly path?: string | undefined;
  /**
   * What a write waits for when it goes to a folder. Nothing that was acknowledged is lost when the process ends or is
   * killed, and no half of a write is ever seen, either way. When the machine loses power, `sync` loses nothing either;
   * `relaxed` may lose the last write that was acknowledged, and waits for the disk once instead of twice per write.
   *
   * @default 'sync'
   */
  readonly durability?: Durability;
  /** Numbers from 0 to below 1, from which random samples are drawn. @default Math.random */
  readonly random?: () => number;
  /** Milliseconds since 1970, for `created_at` of a new collection. @default Date.now */
  readonly now?: () => number;
  /**
   * What `order_by` and `facet` do on a payload key without a fitting index: `refuse` with status 400, as a server does,
   * or `allow` and look at every point, as Python's local mode does.
   *
   * @default 'refuse'
   */
  readonly unindexed?: Unindexed | undefined;
  /** Points of a collection from which it is too large for this engine; `Infinity` never warns. @default 200_000 */
  readonly warnAbovePoints?: number;
  /**
   * Told once of each collection that passes `warnAbovePoints`.
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
 * Every request is checked whole before anything changes, so a call that rejects has changed nothing. Writes to a
 * collection happen in the order of the calls; a read sees every write that was called before it. Answers are copies.
 *
 * Every method rejects with a `VectorStoreError` that carries Qdrant's status and wording, with a `DisposedError` after
 * {@link ServiceMethods.close}, or with an `InvalidArgumentError` for options of a call that there are not.
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
   * Opens nothing yet: with a `path`, the first call opens the folder, and it is that call that rejects when the folder
   * is in use, damaged or not a database.
   *
   * @throws {InvalidArgumentError} when `path` is an empty string or not a string, `durability` or `unindexed` is another
   *   word, `random`, `now` or `onWarning` is not a function, `warnAbovePoints` is not a positive number, or there is an
   *   option of another name.
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

/** The groups of methods that {@link QdrantLocal} gathers: docs/decisions/0074-methods-gathered-from-groups.md. */
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
