import { crc32 } from 'node:zlib';

import type { VectorValue } from '../requests/vectors/vector-value.ts';

/** A multivector whose rows are packed, as records hold it. */
export interface PackedValue {
  readonly kind: 'packed';
  /** At least 1. */
  readonly rowCount: number;
  /** CRC-32 of the bytes, by which those that are read are known to be these. */
  readonly checksum: number;
  /** `[rowCount, bytes of a row]`; absent where the storage has them and they stay as they are. */
  readonly bytes?: Uint8Array;
}

/** A vector in any of the forms that a record may hold. */
export type StoredVector = VectorValue | PackedValue;

/**
 * Reads the packed rows of a slot's point from where they are kept.
 *
 * @throws {VectorStoreError} when they are not those that were written.
 */
export type PackedReader = (slot: number, expected: PackedValue) => Uint8Array;

/** Makes a {@link PackedValue} of rows that were packed; the bytes must not change any more. */
export function packedValue(bytes: Uint8Array, rowCount: number): PackedValue {
  return { kind: 'packed', rowCount, checksum: crc32(bytes), bytes };
}
