import { float16Bits, float16Table } from '@x/core';

import type { Datatype, Distance, RowDatatype } from '../requests/types/vector-types.ts';
import { byteKernels } from './byte-distances.ts';
import { distanceKernels } from './distances.ts';

/** The elements of stored rows. */
export type RowElements = Float32Array | Uint16Array | Uint8Array;

/** A query in the form that a format's kernels read. */
export type RowQuery = Float32Array | Int16Array;

/** Returns the distance from a query to the row at `offset`. Written as a method so that a format's kernel fits {@link RowFormat}. */
type RowKernel<Elements extends RowElements, Query extends RowQuery> = {
  score(query: Query, rows: Elements, offset: number): number;
}['score'];

/**
 * How rows of one datatype are laid out and compared. Rows and queries are padded with zeros to a multiple of `lanes` elements,
 * which changes no score.
 */
export interface RowFormat<Elements extends RowElements = RowElements, Query extends RowQuery = RowQuery> {
  readonly datatype: RowDatatype;
  /** True when Cosine is computed from the rows as they are. Otherwise vectors are normalized first, and Cosine is their dot product. */
  readonly hasOwnCosine: boolean;
  readonly bytesPerElement: number;
  /** Elements that a kernel processes at once. */
  readonly lanes: number;
  /** Returns a view of `length` elements of a buffer. */
  view(buffer: ArrayBuffer, byteOffset: number, length: number): Elements;
  /** Writes a vector, rounded to the datatype, at `offset`. */
  write(vector: Float32Array, rows: Elements, offset: number): void;
  /** Returns the `dimension` elements at `offset` as float32; a view when they already are float32. */
  read(rows: Elements, offset: number, dimension: number): Float32Array;
  /** Returns a query, rounded to the datatype and padded to `stride` elements. */
  query(vector: Float32Array, stride: number): Query;
  /** Returns the TypeScript kernel of `distance`, the counterpart of the one in WebAssembly. */
  kernel(distance: Distance): RowKernel<Elements, Query>;
}

const float32Format: RowFormat<Float32Array, Float32Array> = {
  datatype: 'float32',
  hasOwnCosine: false,
  bytesPerElement: 4,
  lanes: 4,
  view: (buffer, byteOffset, length) => new Float32Array(buffer, byteOffset, length),
  write: (vector, rows, offset) => rows.set(vector, offset),
  read: (rows, offset, dimension) => rows.subarray(offset, offset + dimension),
  query: padded,
  kernel: (distance) => distanceKernels[distance],
};

/** Vectors and queries are rounded to float16 and compared in float32 (Qdrant lib/segment/src/spaces/metric_f16). */
const float16Format: RowFormat<Uint16Array, Float32Array> = {
  datatype: 'float16',
  hasOwnCosine: false,
  bytesPerElement: 2,
  lanes: 4,
  view: (buffer, byteOffset, length) => new Uint16Array(buffer, byteOffset, length),
  write: (vector, rows, offset) => {
    for (let i = 0; i < vector.length; i++) rows[offset + i] = float16Bits(vector[i]!);
  },
  read: readFloat16,
  query: (vector, stride) => {
    const values = float16Table();
    return padded(vector, stride).map((value) => values[float16Bits(value)]!);
  },
  kernel: (distance) => {
    const kernel = distanceKernels[distance];
    return (query, rows, offset) => kernel(query, readFloat16(rows, offset, query.length), 0);
  },
};

/** Vectors and queries are truncated to integers from 0 to 255, as Rust's `as u8` does (Qdrant data_types/primitive.rs). */
const uint8Format: RowFormat<Uint8Array, Int16Array> = {
  datatype: 'uint8',
  hasOwnCosine: true,
  bytesPerElement: 1,
  lanes: 8,
  view: (buffer, byteOffset, length) => new Uint8Array(buffer, byteOffset, length),
  write: (vector, rows, offset) => {
    for (let i = 0; i < vector.length; i++) rows[offset + i] = byteOf(vector[i]!);
  },
  read: (rows, offset, dimension) => Float32Array.from(rows.subarray(offset, offset + dimension)),
  query: (vector, stride) => Int16Array.from(padded(vector, stride), byteOf),
  kernel: (distance) => byteKernels[distance],
};

/** The format for each datatype. */
export const rowFormats: Readonly<Record<Datatype, RowFormat>> = {
  float32: float32Format,
  float16: float16Format,
  uint8: uint8Format,
  turbo4: float32Format,
  turbo8: float32Format,
  turbo16: float32Format,
};

function padded(vector: Float32Array, stride: number): Float32Array {
  const copy = new Float32Array(stride);
  copy.set(vector);
  return copy;
}

function readFloat16(rows: Uint16Array, offset: number, dimension: number): Float32Array {
  const values = float16Table();
  const vector = new Float32Array(dimension);
  for (let i = 0; i < dimension; i++) vector[i] = values[rows[offset + i]!]!;
  return vector;
}

function byteOf(value: number): number {
  return Math.min(255, Math.max(0, Math.trunc(value)));
}
