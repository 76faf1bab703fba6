import type { Database } from 'lmdb';

import type { PointChange } from '../table/point-record.ts';
import { encodeCollectionPrefix, encodePackedKey, encodePointKey, encodePointRecord } from './point-record-codec.ts';

/** The value to store under a key, or `undefined` to remove the key. */
export type StoredChange = readonly [key: Buffer, value: Buffer | undefined];

/** Encodes the records of points, each under its key. */
export function encodeChanges(number: number, changes: readonly PointChange[]): StoredChange[] {
  return changes.map((change) =>
    change.kind === 'delete'
      ? [encodePointKey(number, change.id), undefined]
      : [encodePointKey(number, change.record.id), encodePointRecord(change.record)],
  );
}

/** Returns the changes to packed rows under `names`: new vectors are stored, missing ones removed. Rows that a point keeps are not written. */
export function packedChanges(
  number: number,
  changes: readonly PointChange[],
  names: readonly string[],
): StoredChange[] {
  const stored: StoredChange[] = [];
  for (const change of changes) {
    const id = change.kind === 'delete' ? change.id : change.record.id;
    for (const name of names) {
      const vector = change.kind === 'delete' ? undefined : change.record.vectors.get(name);
      if (vector === undefined) stored.push([encodePackedKey(number, id, name), undefined]);
      else if (vector.kind === 'packed' && vector.bytes !== undefined) {
        const { buffer, byteOffset, byteLength } = vector.bytes;
        stored.push([encodePackedKey(number, id, name), Buffer.from(buffer, byteOffset, byteLength)]);
      }
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

/** Returns the range of all keys of a collection. */
export function rangeOf(collectionNumber: number): { start: Buffer; end: Buffer } {
  return { start: encodeCollectionPrefix(collectionNumber), end: encodeCollectionPrefix(collectionNumber + 1) };
}
