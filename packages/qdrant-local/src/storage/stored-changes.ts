import type { Database } from 'lmdb';

import type { Steps } from '../turns/steps.ts';
import type { PointChange } from '../table/point-record.ts';
import { encodeCollectionPrefix, encodePackedKey, encodePointKey, encodePointRecord } from './point-record-codec.ts';
import { type PointSum, withoutPoint, withPoint } from './point-sum.ts';

/** The value to store under a key, or `undefined` to remove the key. */
export type StoredChange = readonly [key: Buffer, value: Buffer | undefined];

/** A write to the points of a collection, encoded. */
export interface EncodedWrite {
  readonly points: readonly StoredChange[];
  /** The changes to packed rows. */
  readonly packed: readonly StoredChange[];
  /** The keys among `packed` whose points are already stored. Their values may be on disk. */
  readonly packedOfStored: readonly Buffer[];
  /** The sum of the collection's points after the write. */
  readonly sum: PointSum;
  /** The bytes of all keys and values. */
  readonly bytes: number;
}

/** Properties of the collection that {@link encodeWrite} writes to. */
export interface WrittenCollection {
  readonly number: number;
  readonly sum: PointSum;
  /** The names of its packed vectors. */
  readonly packedNames: readonly string[];
  /** Returns the stored record of a point. */
  readonly storedRecord: (key: Buffer) => Buffer | undefined;
}

// LMDB records the pages of a removed value as a run: its length and its first page.
export const freedRunBytes = 16;

/** Encodes a write in steps of one point. */
export function* encodeWrite(
  changes: readonly PointChange[],
  { number, sum, packedNames, storedRecord }: WrittenCollection,
): Steps<EncodedWrite> {
  const points: StoredChange[] = [];
  const packed: StoredChange[] = [];
  const packedOfStored: Buffer[] = [];
  let [newSum, bytes] = [sum, 0];
  for (const change of changes) {
    yield;
    const [key, record] = pointChange(number, change);
    points.push([key, record]);
    const before = storedRecord(key);
    const rows = packedChanges(number, change, packedNames);
    for (const row of rows) {
      packed.push(row);
      bytes += row[0].length + freedRunBytes + (row[1]?.length ?? 0);
      if (before !== undefined) packedOfStored.push(row[0]);
    }
    if (before !== undefined) newSum = withoutPoint(newSum, key, before);
    if (record !== undefined) newSum = withPoint(newSum, key, record);
    bytes += key.length + (record?.length ?? 0);
  }
  return { points, packed, packedOfStored, sum: newSum, bytes };
}

/** Encodes the record of a point under its key. */
function pointChange(number: number, change: PointChange): StoredChange {
  if (change.kind === 'delete') return [encodePointKey(number, change.id), undefined];
  return [encodePointKey(number, change.record.id), encodePointRecord(change.record)];
}

/** Returns the changes to packed rows under `names`: new vectors are stored, missing ones removed. Rows that a point keeps are not written. */
export function packedChanges(number: number, change: PointChange, names: readonly string[]): StoredChange[] {
  const stored: StoredChange[] = [];
  const id = change.kind === 'delete' ? change.id : change.record.id;
  for (const name of names) {
    const vector = change.kind === 'delete' ? undefined : change.record.vectors.get(name);
    if (vector === undefined) stored.push([encodePackedKey(number, id, name), undefined]);
    else if (vector.kind === 'packed' && vector.bytes !== undefined) {
      const { buffer, byteOffset, byteLength } = vector.bytes;
      stored.push([encodePackedKey(number, id, name), Buffer.from(buffer, byteOffset, byteLength)]);
    }
  }
  return stored;
}

/** Applies changes to a tree within a transaction. */
export function putChanges(tree: Database<Buffer, Buffer>, changes: readonly StoredChange[]): void {
  for (const [key, value] of changes) {
    if (value === undefined) void tree.remove(key);
    else void tree.put(key, value);
  }
}

/** Returns all keys of a collection in a tree. No write may happen before the last step. */
export function* keysInSteps(tree: Database<Buffer, Buffer>, collectionNumber: number): Steps<Buffer[]> {
  const keys: Buffer[] = [];
  for (const key of tree.getKeys(rangeOf(collectionNumber))) {
    yield;
    keys.push(key);
  }
  return keys;
}

/** Returns the range of all keys of a collection. */
export function rangeOf(collectionNumber: number): { start: Buffer; end: Buffer } {
  return { start: encodeCollectionPrefix(collectionNumber), end: encodeCollectionPrefix(collectionNumber + 1) };
}
