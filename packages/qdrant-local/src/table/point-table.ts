import type { PointId } from '@x/core';

import { sortInTurns } from '../turns/sort-in-steps.ts';
import { atOnce, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { Payload } from '../json/copy-json.ts';
import { type BuiltIndexes, PayloadIndexes, type PayloadRow } from '../payload-indexes/payload-indexes.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import { PackedColumn } from '../vectors/packed-column.ts';
import type { PackedValue, StoredVector } from '../vectors/packed-value.ts';
import type { VectorColumn } from '../vectors/vector-column.ts';
import { configureColumns } from './configure-columns.ts';
import type { PointChange, PointRecord } from './point-record.ts';

/** Reads the packed rows of a point from storage. @throws {VectorStoreError} when they are damaged. */
export type StoredRowsReader = (id: PointId, vectorName: string, expected: PackedValue) => Uint8Array;

/**
 * The points of one collection in memory. Each point has a slot, a small number that identifies its id, payload and
 * vectors. Slots of deleted points are reused.
 */
export class PointTable {
  readonly #columns = new Map<string, VectorColumn>();
  /** The payload indexes. */
  readonly indexes: PayloadIndexes = new PayloadIndexes();
  readonly #slots = new Map<PointId, number>();
  readonly #ids: PointId[] = [];
  readonly #payloads: Payload[] = [];
  readonly #versions: number[] = [];
  readonly #freeSlots: number[] = [];
  #slotsById: number[] | undefined = [];
  readonly #readPacked: StoredRowsReader | undefined;
  #config: CollectionConfig;

  /** Without `readPacked`, packed rows are kept in memory. With it, the table reads them from storage. */
  constructor(config: CollectionConfig, readPacked?: StoredRowsReader) {
    this.#config = config;
    this.#readPacked = readPacked;
    this.reconfigure(config, new Map());
  }

  get config(): CollectionConfig {
    return this.#config;
  }

  /** The vectors, by name. */
  get columns(): ReadonlyMap<string, VectorColumn> {
    return this.#columns;
  }

  /** Builds the payload indexes that are new in `config`, for {@link PointTable.reconfigure}. No write may happen in between. */
  buildIndexes(config: CollectionConfig): Promise<BuiltIndexes> {
    return this.indexes.build(config.payloadIndexes ?? {}, () => this.#payloadRows());
  }

  /** Applies new settings: adds new columns and payload indexes, and drops those that `config` no longer contains. */
  reconfigure(config: CollectionConfig, builtIndexes: BuiltIndexes): void {
    this.#config = config;
    const readPacked = this.#readPacked;
    configureColumns(
      this.#columns,
      config,
      (name) => readPacked && ((slot, expected) => readPacked(this.id(slot), name, expected)),
    );
    this.indexes.configure(config.payloadIndexes ?? {}, builtIndexes);
  }

  /** Number of points. */
  get size(): number {
    return this.#slots.size;
  }

  /** Number of slots, including those of deleted points. */
  get slotCount(): number {
    return this.#ids.length;
  }

  slotOf(id: PointId): number | undefined {
    return this.#slots.get(id);
  }

  /** Returns whether a slot contains a point. */
  isLive(slot: number): boolean {
    return this.#slots.get(this.#ids[slot]!) === slot;
  }

  id(slot: number): PointId {
    return this.#ids[slot]!;
  }

  payload(slot: number): Payload {
    return this.#payloads[slot]!;
  }

  version(slot: number): number {
    return this.#versions[slot]!;
  }

  /** Returns the point with views on its vectors. Packed vectors are not read. */
  record(slot: number): PointRecord {
    const vectors = new Map<string, StoredVector>();
    for (const [name, column] of this.#columns) {
      const vector = column instanceof PackedColumn ? column.packed(slot) : column.get(slot);
      if (vector !== undefined) vectors.set(name, vector);
    }
    return { id: this.id(slot), version: this.version(slot), vectors, payload: this.payload(slot) };
  }

  /** Yields all points in id order, each read on demand. */
  *records(): Generator<PointRecord> {
    for (const slot of this.slotsById()) yield this.record(slot);
  }

  /** Whether reads access the storage, which must then not be ahead of the table. */
  get readsStorage(): boolean {
    return this.#readPacked !== undefined && Object.keys(this.#config.packedVectors ?? {}).length > 0;
  }

  /** Returns all slots in the order of their points' ids. The first call after a write sorts them again. */
  slotsById(): readonly number[] {
    this.#slotsById ??= [...this.#slots.values()].toSorted((a, b) => this.#compareIds(a, b));
    return this.#slotsById;
  }

  /** {@link PointTable.slotsById}, but yields to the event loop. No write may happen before it resolves. */
  async slotsByIdInTurns(turns: Turns): Promise<readonly number[]> {
    this.#slotsById ??= await sortInTurns([...this.#slots.values()], (a, b) => this.#compareIds(a, b), turns);
    return this.#slotsById;
  }

  #compareIds(a: number, b: number): number {
    return comparePointIds(this.id(a), this.id(b));
  }

  apply(change: PointChange): void {
    atOnce(this.applyInSteps(change));
  }

  /** {@link PointTable.apply} in steps. No read may happen before the last step. */
  *applyInSteps(change: PointChange): Steps<void> {
    if (change.kind === 'delete') yield* this.#delete(change.id);
    else yield* this.#put(change.record);
  }

  *#put({ id, version, vectors, payload }: PointRecord): Steps<void> {
    const present = this.#slots.get(id);
    const slot = present ?? this.#newSlot(id);
    if (present === undefined) yield* this.indexes.add(slot, payload);
    else yield* this.indexes.replace(slot, this.#payloads[slot]!, payload);
    this.#payloads[slot] = payload;
    this.#versions[slot] = version;
    for (const [name, column] of this.#columns) {
      const vector = vectors.get(name);
      const rest = vector === undefined ? column.clear(slot) : column.set(slot, vector);
      if (rest !== undefined) yield* rest;
    }
  }

  #newSlot(id: PointId): number {
    const slot = this.#freeSlots.pop() ?? this.#ids.length;
    // Points added in ascending id order, the most common case, keep the order without sorting.
    const last = this.#slotsById?.at(-1);
    if (last === undefined ? this.size === 0 : comparePointIds(this.id(last), id) < 0) this.#slotsById?.push(slot);
    else this.#slotsById = undefined;
    this.#slots.set(id, slot);
    this.#ids[slot] = id;
    return slot;
  }

  *#delete(id: PointId): Steps<void> {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#slotsById = undefined;
    for (const column of this.#columns.values()) {
      const rest = column.clear(slot);
      if (rest !== undefined) yield* rest;
    }
    yield* this.indexes.remove(slot, this.#payloads[slot]!);
    this.#payloads[slot] = {};
    this.#freeSlots.push(slot);
  }

  *#payloadRows(): Generator<PayloadRow> {
    for (const slot of this.#slots.values()) yield [slot, this.#payloads[slot]!];
  }
}
