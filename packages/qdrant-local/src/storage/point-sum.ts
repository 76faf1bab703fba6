import { crc32 } from 'node:zlib';

/** What must be found under a collection's keys; kept beside them and changed with them. */
export interface PointSum {
  readonly count: number;
  /** The digests of all points, combined by XOR, so that each can be taken out again. */
  readonly digest: number;
}

/** The sum of a collection without points. */
export const emptySum: PointSum = { count: 0, digest: 0 };

/** The sum with another point. */
export function withPoint({ count, digest }: PointSum, key: Uint8Array, record: Buffer): PointSum {
  return { count: count + 1, digest: combine(digest, key, record) };
}

/** The sum without one of its points. */
export function withoutPoint({ count, digest }: PointSum, key: Uint8Array, record: Buffer): PointSum {
  return { count: count - 1, digest: combine(digest, key, record) };
}

/** Goes on from the checksum that each record begins with, which is checked when the record is decoded. */
function combine(digest: number, key: Uint8Array, record: Buffer): number {
  return (digest ^ crc32(key, record.readUInt32LE(0))) >>> 0;
}
