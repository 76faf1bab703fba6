import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { XError } from '@x/core';
import type { Database, RootDatabase } from 'lmdb';

import type { CollectionConfig } from '../requests/read-collection-config.ts';
import { storageFailure } from '../server-errors.ts';
import { checkDataFile } from './check-data-file.ts';
import { folderPaths, inspectFolder, markFormat } from './database-folder.ts';
import { DiskRoom, type WriteSize } from './disk-room.ts';
import { acquireFolderLock } from './folder-lock.ts';
import {
  decodePointKey,
  decodePointRecord,
  encodeCollectionPrefix,
  encodePointKey,
  encodePointRecord,
} from './point-record-codec.ts';
import type {
  PointChange,
  PointRecord,
  Storage,
  StoredCollection,
  StoredDatabase,
  StructureChange,
} from './storage.ts';
import { syncFile } from './sync-folder.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** What is kept of a collection under its name. */
interface CollectionEntry {
  /** Begins the keys of its points. */
  readonly number: number;
  readonly config: CollectionConfig;
}

/** All aliases, each with its collection. */
type AliasEntries = [alias: string, collection: string][];
const aliasesKey = 'aliases';

/** What is there while the storage is open. */
interface OpenStorage {
  readonly environment: RootDatabase;
  readonly collections: Database<CollectionEntry, string>;
  readonly points: Database<Buffer, Buffer>;
  readonly settings: Database<AliasEntries, typeof aliasesKey>;
  readonly room: DiskRoom;
  readonly releaseLock: () => Promise<void>;
}

/** The records of points under their keys; those without a record go. */
type StoredChange = readonly [key: Buffer, record: Buffer | undefined];

/** How much of what was acknowledged outlives a crash of the machine; see {@link LmdbStorage}. */
export type Durability = 'sync' | 'relaxed';

// Vectors of common sizes waste half a page of 4096 bytes.
const pageSize = 16_384;

/**
 * Keeps collections in one LMDB file in a folder that this process holds alone. Each write is one transaction.
 *
 * LMDB writes changed pages beside those that are in use, waits for them to be on disk, then changes the one page that
 * says which are valid (http://www.lmdb.tech/doc, "copy-on-write"): whatever moment the process or the machine stops at,
 * the file holds the state after one of the transactions. With `sync`, that one page is on disk as well when a write
 * resolves. With `relaxed` (MDB_NOMETASYNC) it goes there with the next transaction or when the system sees fit: "a
 * system crash may undo the last committed transaction" (lmdb.h), the end of the process alone may not.
 */
export class LmdbStorage implements Storage {
  readonly #folder: string;
  readonly #durability: Durability;
  readonly #entries = new Map<string, CollectionEntry>();
  #nextNumber = 0;
  #open: OpenStorage | undefined;

  constructor(path: string, { durability = 'sync' }: { durability?: Durability } = {}) {
    this.#folder = resolve(path);
    this.#durability = durability;
  }

  async open(): Promise<StoredDatabase> {
    try {
      await inspectFolder(this.#folder);
      return await this.#openLocked();
    } catch (error) {
      if (XError.isInstance(error)) throw error;
      throw storageFailure(`The database in '${this.#folder}' cannot be opened: ${messageOf(error)}.`, error);
    }
  }

  async restructure({ deleted, created, aliases }: StructureChange): Promise<void> {
    const open = this.#require();
    const deletedEntry = deleted === undefined ? undefined : this.#entries.get(deleted)!;
    const deletedKeys = deletedEntry === undefined ? [] : [...open.points.getKeys(rangeOf(deletedEntry.number))];
    const entry = created && { number: this.#nextNumber, config: created.config };
    const texts = JSON.stringify([created?.name, entry, [...(aliases ?? [])]]);
    // Removed in their order, keys take no room but for the list of the pages that get free.
    await this.#commit({ changes: 3, bytes: texts.length * 3 + deletedKeys.length * 8 }, () => {
      for (const key of deletedKeys) void open.points.remove(key);
      if (deleted !== undefined) void open.collections.remove(deleted);
      if (entry !== undefined) void open.collections.put(created!.name, entry);
      if (aliases !== undefined) void open.settings.put(aliasesKey, [...aliases]);
    });
    if (deleted !== undefined) this.#entries.delete(deleted);
    if (entry === undefined) return;
    this.#entries.set(created!.name, entry);
    this.#nextNumber++;
  }

  async updateCollection(name: string, config: CollectionConfig, changes: readonly PointChange[]): Promise<void> {
    const { collections, points } = this.#require();
    const entry = { ...this.#entries.get(name)!, config };
    const stored = encodeChanges(entry.number, changes);
    const { changes: count, bytes } = sizeOf(stored);
    await this.#commit({ changes: count + 1, bytes: bytes + JSON.stringify(entry).length * 3 }, () => {
      void collections.put(name, entry);
      putChanges(points, stored);
    });
    this.#entries.set(name, entry);
  }

  async writePoints(name: string, changes: readonly PointChange[]): Promise<void> {
    const { points } = this.#require();
    const { number } = this.#entries.get(name)!;
    const stored = encodeChanges(number, changes);
    await this.#commit(sizeOf(stored), () => putChanges(points, stored));
  }

  async snapshot(path: string): Promise<void> {
    const { environment } = this.#require();
    // A compact copy visits every page and leaves out the free ones.
    await writeSnapshot(path, (folder) => environment.backup(folderPaths(folder).data, true));
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#entries.clear();
    if (open === undefined) return;
    await open.environment.close();
    await open.room.close();
    if (this.#durability === 'relaxed') await syncFile(folderPaths(this.#folder).data);
    await open.releaseLock();
  }

  async #openLocked(): Promise<StoredDatabase> {
    const paths = folderPaths(this.#folder);
    const releaseLock = await acquireFolderLock(paths.lock, this.#folder);
    let databases: OpenDatabases | undefined;
    try {
      // Inspected again, now that nobody else can change it.
      const state = await inspectFolder(this.#folder);
      await checkDataFile(paths.data, { mayBeMissing: state === 'empty' });
      databases = await openDatabases(paths.data, this.#durability);
      if (state === 'empty') await markFormat(this.#folder);
    } catch (error) {
      await databases?.environment.close();
      await databases?.room.close();
      await releaseLock();
      throw error;
    }
    this.#open = { ...databases, releaseLock };
    return {
      collections: this.#readCollections(this.#open),
      aliases: new Map(this.#open.settings.get(aliasesKey)),
    };
  }

  #require(): OpenStorage {
    if (this.#open === undefined) throw storageFailure(`The database in '${this.#folder}' is not open.`);
    return this.#open;
  }

  /** Runs the puts and removals of `work` as one transaction and waits until it is on disk. */
  async #commit(size: WriteSize, work: () => void): Promise<void> {
    const { environment, room } = this.#require();
    try {
      await room.reserve(size, () => environment.batch(work));
    } catch (error) {
      const cause = await commitCause(error);
      throw storageFailure(
        `The database in '${this.#folder}' could not be written: ${messageOf(cause)}. Nothing of this call was kept. Check that the disk has room and the folder may be written.`,
        cause,
      );
    }
  }

  #readCollections({ collections, points }: OpenStorage): StoredCollection[] {
    const stored: StoredCollection[] = [];
    for (const { key: name, value: entry } of collections.getRange()) {
      this.#entries.set(name, entry);
      this.#nextNumber = Math.max(this.#nextNumber, entry.number + 1);
      stored.push({ name, config: entry.config, points: this.#readPoints(points, name, entry) });
    }
    return stored;
  }

  *#readPoints(points: Database<Buffer, Buffer>, name: string, entry: CollectionEntry): Generator<PointRecord> {
    for (const { key, value } of points.getRange(rangeOf(entry.number))) {
      const id = decodePointKey(key);
      const record = decodePointRecord(value, entry.config);
      if (record === undefined) {
        const { data } = folderPaths(this.#folder);
        throw storageFailure(
          `'${data}' is damaged: point ${id} of collection \`${name}\` cannot be read. Nothing was changed.`,
        );
      }
      yield { id, ...record };
    }
  }
}

type OpenDatabases = Omit<OpenStorage, 'releaseLock'>;

async function openDatabases(path: string, durability: Durability): Promise<OpenDatabases> {
  // Loaded here because it takes longer than everything else, and a database in memory does not need it.
  const { open } = await import('lmdb');
  let environment: RootDatabase | undefined;
  let room: DiskRoom | undefined;
  try {
    await DiskRoom.probe(path);
    environment = open({
      path,
      noSubdir: true,
      pageSize,
      maxDbs: 3,
      // Without it, a transaction resolves after its fsync, not before.
      overlappingSync: false,
      noMetaSync: durability === 'relaxed',
    });
    room = await DiskRoom.open(path);
    const databases = await room.reserve({ changes: 3, bytes: 0 }, async () => openNamed(environment!));
    return { environment, room, ...databases };
  } catch (cause) {
    await environment?.close();
    await room?.close();
    throw storageFailure(`'${path}' cannot be opened: ${messageOf(cause)}. Nothing was changed.`, cause);
  }
}

function openNamed(environment: RootDatabase): Pick<OpenStorage, 'collections' | 'points' | 'settings'> {
  return {
    collections: environment.openDB({ name: 'collections', encoding: 'json' }),
    points: environment.openDB({ name: 'points', encoding: 'binary', keyEncoding: 'binary' }),
    settings: environment.openDB({ name: 'settings', encoding: 'json' }),
  };
}

function encodeChanges(number: number, changes: readonly PointChange[]): StoredChange[] {
  return changes.map((change) =>
    change.kind === 'delete'
      ? [encodePointKey(number, change.id), undefined]
      : [encodePointKey(number, change.record.id), encodePointRecord(change.record)],
  );
}

function sizeOf(stored: readonly StoredChange[]): WriteSize {
  return {
    changes: stored.length,
    bytes: stored.reduce((sum, [key, record]) => sum + key.length + (record?.length ?? 0), 0),
  };
}

function putChanges(points: Database<Buffer, Buffer>, stored: readonly StoredChange[]): void {
  for (const [key, record] of stored) {
    if (record === undefined) void points.remove(key);
    else void points.put(key, record);
  }
}

/** All keys of a collection. */
function rangeOf(collectionNumber: number): { start: Buffer; end: Buffer } {
  return { start: encodeCollectionPrefix(collectionNumber), end: encodeCollectionPrefix(collectionNumber + 1) };
}

/**
 * Why a commit failed. LMDB's binding tells it in a second promise beside the error, which rejects within the same turn
 * of the event loop and would end the process if nobody listened.
 */
async function commitCause(failure: unknown): Promise<unknown> {
  const reason = failure instanceof Error ? (Reflect.get(failure, 'commitError') as unknown) : undefined;
  if (!(reason instanceof Promise)) return failure;
  const caught = reason.then(
    () => failure,
    (cause: unknown) => cause,
  );
  return Promise.race([caught, nextTurn(failure)]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
