import { crc32 } from 'node:zlib';

import type { VectorValue } from '../requests/vectors/vector-value.ts';

/** A multivector whose rows are packed, as records hold it. */
export interface PackedValue {
  readonly kind: 'packed';
  /** At least 1. */
  readonly rowCount: number;
  /** CRC-32 of the bytes, which verifies the bytes read from storage. */
  readonly checksum: number;
  /** `[rowCount, bytes of a row]`; absent when they are unchanged in the storage. */
  readonly bytes?: Uint8Array;
}

/** A vector in any form that a record can contain. */
export type StoredVector = VectorValue | PackedValue;

/**
 * Reads the packed rows of a slot's point from storage.
 *
 * @throws {VectorStoreError} when they differ from what was written.
 */
export type PackedReader = (slot: number, expected: PackedValue) => Uint8Array;

/** Creates a {@link PackedValue} from packed rows; the bytes must not change afterwards. */
export function packedValue(bytes: Uint8Array, rowCount: number): PackedValue {
  return { kind: 'packed', rowCount, checksum: crc32(bytes), bytes };
}
