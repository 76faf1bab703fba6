import type { NamedVectorsPoint } from '@x/core';

// Of the vectors of one call to the store. As JSON they take about 12 MB, and servers take 32 MB.
const componentsPerCall = 2 ** 20;

/** Divides points into those of one call each, in their order. */
export function splitBySize<Point extends { readonly vector: NamedVectorsPoint['vector'] }>(
  points: readonly Point[],
): Point[][] {
  const calls: Point[][] = [];
  let components = Infinity;
  for (const point of points) {
    const size = sizeOf(point.vector);
    if (components + size > componentsPerCall) {
      calls.push([]);
      components = 0;
    }
    calls.at(-1)!.push(point);
    components += size;
  }
  return calls;
}

/** Numbers that a point's vectors have. */
export function sizeOf(vector: NamedVectorsPoint['vector']): number {
  if (vector instanceof Float32Array) return vector.length;
  return Object.values(vector).reduce((sum, value) => {
    if (value instanceof Float32Array) return sum + value.length;
    if ('indices' in value) return sum + 2 * value.indices.length;
    return sum + value.length * (value[0]?.length ?? 0);
  }, 0);
}
