/**
 * Returns how many numbers the vectors of a point are written with: each component of dense vectors and rows, and two per entry of a sparse vector.
 * Inference objects count 0 because they are not embedded yet. The point may be unchecked.
 */
export function countComponents(point: unknown): number {
  return isObject(point) && 'vector' in point ? numbersIn(point.vector, 2) : 0;
}

/** Two levels of objects suffice: the names of vectors are one, a sparse vector is the other. */
function numbersIn(vectors: unknown, levels: number): number {
  if (isList(vectors)) {
    if (!isList(vectors[0])) return vectors.length;
    let sum = 0;
    for (let row = 0; row < vectors.length; row++) sum += numbersIn(vectors[row], 0);
    return sum;
  }
  if (!isObject(vectors) || levels === 0) return 0;
  return Object.values(vectors).reduce<number>((sum, vector) => sum + numbersIn(vector, levels - 1), 0);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof Float32Array || value instanceof Uint32Array;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
