import type { PointId, StoredPoint } from '../contracts/vector-store.ts';

/** A vector of length 1 at an angle from the first axis. From 0 to 90 degrees, every usual similarity orders by the angle. */
export function vectorAt(degrees: number, dimension: number): Float32Array {
  const vector = new Float32Array(dimension);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

/** A point at an angle, with its angle in its payload. */
export function pointAt(id: PointId, degrees: number, dimension: number): StoredPoint {
  return { id, vector: vectorAt(degrees, dimension), payload: { degrees } };
}

/** Ids as texts: a store may give back a small `bigint` as a number. */
export function idsOf(points: readonly { readonly id: PointId }[]): string[] {
  return points.map(({ id }) => String(id));
}
