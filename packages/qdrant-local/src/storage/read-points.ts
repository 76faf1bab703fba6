import type { Database } from 'lmdb';

import type { PointRecord } from '../table/point-record.ts';
import type { CollectionEntry } from './catalogue.ts';
import { messageOf } from './open-environment.ts';
import { decodePointKey, decodePointRecord } from './point-record-codec.ts';
import { emptySum, type PointSum, withPoint } from './point-sum.ts';
import { rangeOf } from './stored-changes.ts';

/**
 * Reads the points of a collection, in id order.
 *
 * @throws {Error} when a point cannot be read, or the points do not match their sum. The message names the problem, but not the
 * file, which is unknown here.
 */
export function* readPoints(
  points: Database<Buffer, Buffer>,
  name: string,
  { number, config, sum }: CollectionEntry & { readonly sum: PointSum },
): Generator<PointRecord> {
  let found = emptySum;
  for (const { key, value } of rangeIn(points, name, number)) {
    const id = decodePointKey(key);
    const record = decodePointRecord(value, config);
    if (record === undefined) throw new Error(`point ${id} of collection \`${name}\` cannot be read`);
    found = withPoint(found, key, value);
    yield { id, ...record };
  }
  if (found.count === sum.count && found.digest === sum.digest) return;
  throw new Error(`collection \`${name}\` has ${found.count} points that do not match the ${sum.count} written`);
}

function* rangeIn(
  points: Database<Buffer, Buffer>,
  name: string,
  number: number,
): Generator<{ key: Buffer; value: Buffer }> {
  try {
    yield* points.getRange(rangeOf(number));
  } catch (error) {
    throw new Error(`collection \`${name}\` cannot be read (${messageOf(error)})`, { cause: error });
  }
}
