import { crc32 } from 'node:zlib';

/** The expected sum of a collection's points, stored next to them and updated with them. */
export interface PointSum {
  readonly count: number;
  /** The digests of all points, combined by XOR, so that each can be removed again. */
  readonly digest: number;
}

/** The sum of a collection without points. */
export const emptySum: PointSum = { count: 0, digest: 0 };

/** Returns the sum with another point. */
export function withPoint({ count, digest }: PointSum, key: Uint8Array, record: Buffer): PointSum {
  return { count: count + 1, digest: combine(digest, key, record) };
}

/** Returns the sum without one of its points. */
export function withoutPoint({ count, digest }: PointSum, key: Uint8Array, record: Buffer): PointSum {
  return { count: count - 1, digest: combine(digest, key, record) };
}

/** Continues from the checksum at the start of each record, which is verified when the record is decoded. */
function combine(digest: number, key: Uint8Array, record: Buffer): number {
  return (digest ^ crc32(key, record.readUInt32LE(0))) >>> 0;
}
