import { resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { XError } from '@x/core';

import type { Aliases, Storage, StoredCollection, StoredDatabase, StructureChange } from '../engine/storage.ts';
import { runInTurns } from '../turns/steps.ts';
import { Turns } from '../turns/turns.ts';
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
import { checkDataFile } from './data-file/check-data-file.ts';
import { folderPaths, formatVersionOf, inspectFolder, markFormat } from './database-folder.ts';
import { adviceOn, type WriteSize } from './disk-room.ts';
import type { Durability } from './durability.ts';
import { findDamagedRows } from './find-damaged-rows.ts';
import { acquireFolderLock } from './folder-lock.ts';
import {
  closeEnvironment,
  makePackedTree,
  messageOf,
  type OpenEnvironment,
  openEnvironment,
} from './open-environment.ts';
import { describePackedKey, encodePackedKey } from './point-record-codec.ts';
import { emptySum, type PointSum } from './point-sum.ts';
import { readPoints } from './read-points.ts';
import { runWrite } from './run-write.ts';
import { removeLeftovers } from './snapshot-drafts.ts';
import { encodeWrite, freedRunBytes, keysInSteps, putChanges } from './stored-changes.ts';
import { syncFile } from './sync-folder.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** The resources of an open storage. */
type OpenStorage = OpenEnvironment & { readonly releaseLock: () => Promise<void> };

/** Details of a damage report. */
interface DamageDetails {
  readonly cause?: unknown;
  readonly advice?: string;
}

/**
 * Stores collections in one LMDB file, in a folder that only this process may open. Each write is one transaction.
 *
 * LMDB writes changed pages to unused pages of the file, waits until they are on disk, then changes the one page that says which pages are
 * valid (http://www.lmdb.tech/doc, "copy-on-write"). Whenever the process or the machine stops, the file therefore contains the
 * state after one of the transactions. With `sync`, that one page is on disk too when a write resolves. With `relaxed`
 * (MDB_NOMETASYNC), the page is written with the next transaction or when the operating system decides: "a system crash may undo
 * the last committed transaction" (lmdb.h), but the end of the process alone cannot.
 */
export class LmdbStorage implements Storage {
  readonly #folder: string;
  readonly #durability: Durability;
  readonly #entries = new Map<string, CollectionEntry>();
  /** By collection number. */
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
      throw storageFailure(
        `The database in '${this.#folder}' cannot be opened: ${messageOf(error)}.${adviceOn(error)}`,
        error,
      );
    }
  }

  async restructure({ deleted, created, aliases = this.#aliases }: StructureChange): Promise<void> {
    const entry = created && { number: this.#nextNumber, config: created.config };
    if (entry?.config.packedVectors !== undefined) await this.#takePacked(entry.config);
    const open = this.#require();
    const { points, packed } = open;
    const deletedEntry = deleted === undefined ? undefined : this.#entries.get(deleted)!;
    const keysIn = async (tree: typeof packed): Promise<Buffer[]> =>
      deletedEntry === undefined || tree === undefined
        ? []
        : runInTurns(keysInSteps(tree, deletedEntry.number), new Turns());
    const deletedKeys = { points: await keysIn(points), packed: await keysIn(packed) };
    const names = new Set(this.#entries.keys());
    if (deleted !== undefined) names.delete(deleted);
    if (created !== undefined) names.add(created.name);
    // Keys removed in order need room only for the list of pages that become free.
    const freed = deletedKeys.points.length * 8 + deletedKeys.packed.length * freedRunBytes;
    const bytes = freed + 3 * JSON.stringify([...names, ...aliases, created, entry]).length;
    await this.#requireFreeable(deleted ?? '', deletedKeys.packed);
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
      const key = encodePackedKey(number, id, vectorName);
      const bytes = this.#require().packed?.get(key);
      if (bytes !== undefined && crc32(bytes) === checksum) return bytes;
      const advice = 'Write it again, or restore the database from a backup.';
      throw this.#damage(`${describePackedKey(key, name)} does not match its checksum`, { advice });
    };
  }

  async snapshot(path: string): Promise<void> {
    const { root } = this.#require();
    // A compact copy visits every page and omits the free ones.
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
      // Inspected again, because no other process can change it from here on.
      const isNew = (await inspectFolder(this.#folder)) === 'empty';
      await checkDataFile(paths.data, { mayBeMissing: isNew });
      const environment = await openEnvironment(paths, { durability: this.#durability, isNew });
      this.#open = { ...environment, releaseLock };
      // A database without a catalogue is not marked yet.
      if (isNew && !hasCatalogue(environment)) await this.restructure({});
      const database = this.#read(environment);
      if (isNew) await markFormat(this.#folder, formatVersionOf(database.collections.map(({ config }) => config)));
      return database;
    } catch (error) {
      // No lock may remain, whether or not the database was opened.
      if (this.#open === undefined) await releaseLock();
      else await this.close();
      throw error;
    }
  }

  #require(): OpenStorage {
    if (this.#open === undefined) throw storageFailure(`The database in '${this.#folder}' is not open.`);
    return this.#open;
  }

  /** Creates the tree of packed rows. Earlier releases do not know it, so the folder's version is raised first to keep them from opening it. */
  async #takePacked(config: CollectionConfig): Promise<void> {
    const open = this.#require();
    await runWrite(this.#folder, async () => {
      await markFormat(this.#folder, formatVersionOf([config]));
      this.#open = { ...open, packed: open.packed ?? (await makePackedTree(open)) };
    });
  }

  /** Changes points, together with their packed rows and their sum. */
  async #write(
    name: string,
    changes: readonly PointChange[],
    beside: { bytes: number; put: () => void } = { bytes: 0, put: () => undefined },
  ): Promise<void> {
    const open = this.#require();
    const { points, packed } = open;
    const { number, config } = this.#entries.get(name)!;
    const steps = encodeWrite(changes, {
      number,
      sum: this.#sums.get(number)!,
      packedNames: Object.keys(config.packedVectors ?? {}),
      storedRecord: (key) => points.get(key),
    });
    const write = await runInTurns(steps, new Turns());
    await this.#requireFreeable(name, write.packedOfStored);
    const size = { changes: write.points.length + write.packed.length + 2, bytes: write.bytes + beside.bytes };
    await this.#commit(size, () => {
      putChanges(points, write.points);
      if (write.packed.length > 0) putChanges(packed!, write.packed);
      putSum(open, number, write.sum);
      beside.put();
    });
    this.#sums.set(number, write.sum);
  }

  /** Rejects a write that would free packed rows whose pages are damaged. */
  async #requireFreeable(name: string, keys: readonly Buffer[]): Promise<void> {
    let damaged: Buffer | undefined;
    await runWrite(this.#folder, async () => {
      damaged = await findDamagedRows(this.#require().root, folderPaths(this.#folder).data, keys);
    });
    if (damaged === undefined) return;
    throw this.#damage(`${describePackedKey(damaged, name)} is stored on damaged pages`);
  }

  /** Runs the puts and removals of `work` as one transaction and waits until it is on disk. */
  async #commit(size: WriteSize, work: () => void): Promise<void> {
    const { root, room } = this.#require();
    await runWrite(this.#folder, () => room.reserve(size, () => root.batch(work)));
  }

  #read(environment: OpenEnvironment): StoredDatabase {
    const { entries, sums, aliases } = this.#readCatalogue(environment);
    const hasPacked = Array.from(entries.values()).some(({ config }) => config.packedVectors !== undefined);
    if (hasPacked && environment.packed === undefined) throw this.#damage("its tree 'packed' is missing");
    const stored: StoredCollection[] = [];
    for (const [name, entry] of entries) {
      const sum = sums.get(entry.number)!;
      this.#entries.set(name, entry);
      this.#sums.set(entry.number, sum);
      this.#nextNumber = Math.max(this.#nextNumber, entry.number + 1);
      stored.push({
        name,
        config: entry.config,
        points: this.#readPoints(name, { ...entry, sum }),
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

  *#readPoints(name: string, entry: CollectionEntry & { readonly sum: PointSum }): Generator<PointRecord> {
    try {
      yield* readPoints(this.#require().points, name, entry);
    } catch (error) {
      throw this.#damage(messageOf(error), { cause: error });
    }
  }

  #damage(what: string, { cause, advice = 'Restore it from a backup.' }: DamageDetails = {}): Error {
    const { data } = folderPaths(this.#folder);
    return storageFailure(`'${data}' is damaged: ${what}. Nothing was changed. ${advice}`, cause);
  }
}
