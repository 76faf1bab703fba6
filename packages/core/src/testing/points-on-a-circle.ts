import assert from 'node:assert/strict';

import type { PointId, StoredPoint } from '../contracts/vector-store.ts';

/** Returns a vector of length 1 at an angle from the first axis. From 0 to 90 degrees, all common similarities order such vectors by angle. */
export function vectorAt(degrees: number, dimension: number): Float32Array {
  const vector = new Float32Array(dimension);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

/** Returns a point at an angle, with the angle in its payload. */
export function pointAt(id: PointId, degrees: number, dimension: number): StoredPoint {
  return { id, vector: vectorAt(degrees, dimension), payload: { degrees } };
}

/** Returns ids as strings, because a store may return a small `bigint` as a number. It may not return a number as a string. */
export function idsOf(points: readonly { readonly id: PointId }[]): string[] {
  return points.map(({ id }) => {
    assert.ok(typeof id !== 'string' || !/^\d+$/.test(id), `an id is a number or a UUID, but is the string '${id}'`);
    return String(id);
  });
}
