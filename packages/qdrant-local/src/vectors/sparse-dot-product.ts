import type { SparseValue } from '../requests/vectors/vector-value.ts';

/**
 * Returns the sum of the products at shared indices, in float32 and in index order; `-Infinity` when no index is shared
 * (qdrant/qdrant lib/sparse/src/common/sparse_vector.rs, `score_vectors`).
 *
 * @example
 * const a = { kind: 'sparse', indices: Uint32Array.of(1, 5), values: Float32Array.of(2, 3) } as const;
 * const b = { kind: 'sparse', indices: Uint32Array.of(5, 9), values: Float32Array.of(4, 1) } as const;
 * sparseDotProduct(a, b); // => 12
 */
export function sparseDotProduct(a: SparseValue, b: SparseValue): number {
  const { fround } = Math;
  let sum = -Infinity;
  for (let i = 0, j = 0; i < a.indices.length && j < b.indices.length;) {
    const difference = a.indices[i]! - b.indices[j]!;
    if (difference === 0) {
      const product = fround(a.values[i]! * b.values[j]!);
      sum = sum === -Infinity ? product : fround(sum + product);
    }
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return sum;
}
