import { resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { XError } from '@x/core';

import type { Aliases, Storage, StoredCollection, StoredDatabase, StructureChange } from '../engine/storage.ts';
import { storageFailure } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import type { StoredRowsReader } from '../table/point-table.ts';
import {
  type Catalogue,
  type CollectionEntry,
  hasCatalogue,
  putCollection,
  putStructure,
  putSum,
  readCatalogue,
  removeCollection,
} from './catalogue.ts';
import { commitCause } from './commit-cause.ts';
import { checkDataFile } from './data-file/check-data-file.ts';
import { folderPaths, formatVersionOf, inspectFolder, markFormat } from './database-folder.ts';
import type { WriteSize } from './disk-room.ts';
import type { Durability } from './durability.ts';
import { acquireFolderLock } from './folder-lock.ts';
import {
  closeEnvironment,
  makePackedTree,
  messageOf,
  type OpenEnvironment,
  openEnvironment,
} from './open-environment.ts';
import { decodePointKey, decodePointRecord, encodePackedKey } from './point-record-codec.ts';
import { emptySum, type PointSum, withoutPoint, withPoint } from './point-sum.ts';
import { removeLeftovers } from './snapshot-drafts.ts';
import { encodeChanges, packedChanges, putChanges, rangeOf } from './stored-changes.ts';
import { syncFile } from './sync-folder.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** What is there while the storage is open. */
type OpenStorage = OpenEnvironment & { readonly releaseLock: () => Promise<void> };

/** What is said of damage beside what it is. */
interface DamageDetails {
  readonly cause?: unknown;
  readonly advice?: string;
}

// LMDB notes the pages of a value that goes as a run: its length and its first page.
const freedRunBytes = 16;

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
  /** By the collection's number. */
  readonly #sums = new Map<number, PointSum>();
  #aliases: Aliases = new Map();
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

  async restructure({ deleted, created, aliases = this.#aliases }: StructureChange): Promise<void> {
    const entry = created && { number: this.#nextNumber, config: created.config };
    if (entry?.config.packedVectors !== undefined) await this.#takePacked([entry.config]);
    const open = this.#require();
    const { points, packed } = open;
    const deletedEntry = deleted === undefined ? undefined : this.#entries.get(deleted)!;
    const keysIn = (tree: typeof packed): Buffer[] =>
      deletedEntry === undefined || tree === undefined ? [] : [...tree.getKeys(rangeOf(deletedEntry.number))];
    const deletedKeys = { points: keysIn(points), packed: keysIn(packed) };
    const names = new Set(this.#entries.keys());
    if (deleted !== undefined) names.delete(deleted);
    if (created !== undefined) names.add(created.name);
    // Removed in their order, keys take no room but for the list of the pages that get free.
    const freed = deletedKeys.points.length * 8 + deletedKeys.packed.length * freedRunBytes;
    const bytes = freed + 3 * JSON.stringify([...names, ...aliases, created, entry]).length;
    await this.#commit({ changes: 5, bytes }, () => {
      for (const key of deletedKeys.points) void points.remove(key);
      for (const key of deletedKeys.packed) void packed!.remove(key);
      if (deletedEntry !== undefined) removeCollection(open, deleted!, deletedEntry.number);
      if (entry !== undefined) {
        putCollection(open, created!.name, entry);
        putSum(open, entry.number, emptySum);
      }
      putStructure(open, names, aliases);
    });
    this.#aliases = aliases;
    if (deleted !== undefined) this.#entries.delete(deleted);
    if (entry === undefined) return;
    this.#entries.set(created!.name, entry);
    this.#sums.set(entry.number, emptySum);
    this.#nextNumber++;
  }

  async updateCollection(name: string, config: CollectionConfig, changes: readonly PointChange[]): Promise<void> {
    const open = this.#require();
    const entry = { ...this.#entries.get(name)!, config };
    const bytes = 3 * JSON.stringify([name, entry]).length;
    await this.#write(name, changes, { bytes, put: () => putCollection(open, name, entry) });
    this.#entries.set(name, entry);
  }

  async writePoints(name: string, changes: readonly PointChange[]): Promise<void> {
    await this.#write(name, changes);
  }

  readerOf(name: string): StoredRowsReader {
    const { number } = this.#entries.get(name)!;
    return (id, vectorName, { checksum }) => {
      const bytes = this.#require().packed?.get(encodePackedKey(number, id, vectorName));
      if (bytes !== undefined && crc32(bytes) === checksum) return bytes;
      const what = `vector \`${vectorName}\` of point ${id} of collection \`${name}\` is not what was written`;
      throw this.#damage(what, { advice: 'Write it again, or restore the database from a backup.' });
    };
  }

  async snapshot(path: string): Promise<void> {
    const { root } = this.#require();
    // A compact copy visits every page and leaves out the free ones.
    const writeData = (folder: string): Promise<void> => root.backup(folderPaths(folder).data, true);
    const version = formatVersionOf(Array.from(this.#entries.values(), ({ config }) => config));
    await writeSnapshot(path, writeData, { noteFolder: this.#folder, version });
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#entries.clear();
    this.#sums.clear();
    if (open === undefined) return;
    await closeEnvironment(open);
    if (this.#durability === 'relaxed') await syncFile(folderPaths(this.#folder).data);
    await open.releaseLock();
  }

  async #openLocked(): Promise<StoredDatabase> {
    const paths = folderPaths(this.#folder);
    const releaseLock = await acquireFolderLock(paths.lock, this.#folder);
    try {
      await removeLeftovers(this.#folder);
      // Inspected again, now that nobody else can change it.
      const isNew = (await inspectFolder(this.#folder)) === 'empty';
      await checkDataFile(paths.data, { mayBeMissing: isNew });
      const environment = await openEnvironment(paths, { durability: this.#durability, isNew });
      this.#open = { ...environment, releaseLock };
      // A database without its first entry is not marked yet.
      if (isNew && !hasCatalogue(environment)) await this.restructure({});
      if (isNew) await markFormat(this.#folder, formatVersionOf([]));
      return this.#read(environment);
    } catch (error) {
      // Opened or not, nothing may stay locked.
      if (this.#open === undefined) await releaseLock();
      else await this.close();
      throw error;
    }
  }

  #require(): OpenStorage {
    if (this.#open === undefined) throw storageFailure(`The database in '${this.#folder}' is not open.`);
    return this.#open;
  }

  /** Makes the tree of packed rows. Earlier releases do not know of it, so the folder says first that they must not open it. */
  async #takePacked(configs: readonly CollectionConfig[]): Promise<void> {
    const open = this.#require();
    await this.#writing(async () => {
      await markFormat(this.#folder, formatVersionOf(configs));
      this.#open = { ...open, packed: open.packed ?? (await makePackedTree(open)) };
    });
  }

  /** Changes points, and with them their packed rows and what their sum must be. */
  async #write(
    name: string,
    changes: readonly PointChange[],
    beside: { bytes: number; put: () => void } = { bytes: 0, put: () => undefined },
  ): Promise<void> {
    const open = this.#require();
    const { points, packed } = open;
    const { number, config } = this.#entries.get(name)!;
    const stored = encodeChanges(number, changes);
    const rows = packedChanges(number, changes, Object.keys(config.packedVectors ?? {}));
    let sum = this.#sums.get(number)!;
    let bytes = beside.bytes;
    for (const [key, record] of stored) {
      const before = points.get(key);
      if (before !== undefined) sum = withoutPoint(sum, key, before);
      if (record !== undefined) sum = withPoint(sum, key, record);
      bytes += key.length + (record?.length ?? 0);
    }
    for (const [key, value] of rows) bytes += key.length + freedRunBytes + (value?.length ?? 0);
    await this.#commit({ changes: stored.length + rows.length + 2, bytes }, () => {
      putChanges(points, stored);
      if (rows.length > 0) putChanges(packed!, rows);
      putSum(open, number, sum);
      beside.put();
    });
    this.#sums.set(number, sum);
  }

  /** Runs the puts and removals of `work` as one transaction and waits until it is on disk. */
  async #commit(size: WriteSize, work: () => void): Promise<void> {
    const { root, room } = this.#require();
    await this.#writing(() => room.reserve(size, () => root.batch(work)));
  }

  async #writing(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const cause = await commitCause(error);
      throw storageFailure(
        `The database in '${this.#folder}' could not be written: ${messageOf(cause)}. Nothing of this call was kept. Check that the disk has room and the folder may be written.`,
        cause,
      );
    }
  }

  #read(environment: OpenEnvironment): StoredDatabase {
    const { entries, sums, aliases } = this.#readCatalogue(environment);
    const hasPacked = Array.from(entries.values()).some(({ config }) => config.packedVectors !== undefined);
    if (hasPacked && environment.packed === undefined) throw this.#damage("it has lost its tree 'packed'");
    const stored: StoredCollection[] = [];
    for (const [name, entry] of entries) {
      const sum = sums.get(entry.number)!;
      this.#entries.set(name, entry);
      this.#sums.set(entry.number, sum);
      this.#nextNumber = Math.max(this.#nextNumber, entry.number + 1);
      stored.push({
        name,
        config: entry.config,
        points: this.#readPoints(environment.points, name, { ...entry, sum }),
      });
    }
    this.#aliases = aliases;
    return { collections: stored, aliases };
  }

  #readCatalogue(environment: OpenEnvironment): Catalogue {
    try {
      return readCatalogue(environment);
    } catch (error) {
      throw this.#damage(messageOf(error), { cause: error });
    }
  }

  *#readPoints(
    points: OpenEnvironment['points'],
    name: string,
    { number, config, sum }: CollectionEntry & { readonly sum: PointSum },
  ): Generator<PointRecord> {
    let found = emptySum;
    try {
      for (const { key, value } of points.getRange(rangeOf(number))) {
        const id = decodePointKey(key);
        const record = decodePointRecord(value, config);
        if (record === undefined) throw this.#damage(`point ${id} of collection \`${name}\` cannot be read`);
        found = withPoint(found, key, value);
        yield { id, ...record };
      }
    } catch (error) {
      if (XError.isInstance(error)) throw error;
      throw this.#damage(`collection \`${name}\` cannot be read (${messageOf(error)})`, { cause: error });
    }
    if (found.count === sum.count && found.digest === sum.digest) return;
    throw this.#damage(
      `collection \`${name}\` has ${found.count} points, which are not the ${sum.count} it should have`,
    );
  }

  #damage(what: string, { cause, advice = 'Restore it from a backup.' }: DamageDetails = {}): Error {
    const { data } = folderPaths(this.#folder);
    return storageFailure(`'${data}' is damaged: ${what}. Nothing was changed. ${advice}`, cause);
  }
}
