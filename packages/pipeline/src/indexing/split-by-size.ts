import type { NamedVectorsPoint } from '@x/core';

/** Approximate size of the JSON of one call to the store. Servers refuse more than 32 MiB, and a text of quotes takes twice the estimate. */
const bytesPerCall = 13e6;
const bytesPerComponent = 12;

/**
 * Splits points into groups that fit into one call each, in order. `payloadOf` returns the data stored with a point's vectors: every passage of a
 * document contains the whole payload of the document.
 */
export function splitBySize<Point extends { readonly vector: NamedVectorsPoint['vector'] }>(
  points: readonly Point[],
  payloadOf: (point: Point) => object,
): Point[][] {
  const calls: Point[][] = [];
  let bytes = Infinity;
  for (const point of points) {
    const size = sizeOf(point.vector) * bytesPerComponent + bytesIn(payloadOf(point));
    if (bytes + size > bytesPerCall) {
      calls.push([]);
      bytes = 0;
    }
    calls.at(-1)!.push(point);
    bytes += size;
  }
  return calls;
}

function bytesIn(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return bytesPerComponent;
  let sum = 2;
  for (const [name, field] of Object.entries(value)) sum += name.length + 4 + bytesIn(field);
  return sum;
}

/** Returns the number of numbers in a point's vectors. */
export function sizeOf(vector: NamedVectorsPoint['vector']): number {
  if (vector instanceof Float32Array) return vector.length;
  return Object.values(vector).reduce((sum, value) => {
    if (value instanceof Float32Array) return sum + value.length;
    if ('indices' in value) return sum + 2 * value.indices.length;
    return sum + value.length * (value[0]?.length ?? 0);
  }, 0);
}
