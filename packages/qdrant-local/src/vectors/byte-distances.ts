import type { Distance } from '../requests/types/vector-types.ts';

/**
 * Returns the score of a query of bytes against the row of bytes that starts at `offset`, as a float32.
 *
 * Sums are exact integers, rounded to float32 once, as in Qdrant (lib/segment/src/spaces/metric_uint).
 */
export type ByteKernel = (query: Int16Array, rows: Uint8Array, offset: number) => number;

const { fround } = Math;

/** The kernel for each distance over bytes. Bytes are not normalized for Cosine: the kernel divides by both lengths. */
export const byteKernels: Readonly<Record<Distance, ByteKernel>> = {
  Cosine: byteCosine,
  Dot: (query, rows, offset) => fround(byteDot(query, rows, offset)),
  Euclid: byteSquaredEuclidDistance,
  Manhattan: byteManhattanDistance,
};

/** Returns a·b / √(a·a × b·b), or 0 when either vector is all zeros. */
function byteCosine(query: Int16Array, rows: Uint8Array, offset: number): number {
  let product = 0;
  let querySquare = 0;
  let rowSquare = 0;
  for (let i = 0; i < query.length; i++) {
    const a = query[i]!;
    const b = rows[offset + i]!;
    product += a * b;
    querySquare += a * a;
    rowSquare += b * b;
  }
  if (querySquare === 0 || rowSquare === 0) return 0;
  return fround(fround(product) / fround(Math.sqrt(fround(fround(querySquare) * fround(rowSquare)))));
}

function byteDot(query: Int16Array, rows: Uint8Array, offset: number): number {
  let sum = 0;
  for (let i = 0; i < query.length; i++) sum += query[i]! * rows[offset + i]!;
  return sum;
}

function byteSquaredEuclidDistance(query: Int16Array, rows: Uint8Array, offset: number): number {
  let sum = 0;
  for (let i = 0; i < query.length; i++) {
    const difference = query[i]! - rows[offset + i]!;
    sum += difference * difference;
  }
  return fround(sum);
}

function byteManhattanDistance(query: Int16Array, rows: Uint8Array, offset: number): number {
  let sum = 0;
  for (let i = 0; i < query.length; i++) sum += Math.abs(query[i]! - rows[offset + i]!);
  return fround(sum);
}
