import type { PackedKind } from '../../requests/types/vector-types.ts';
import { type RowElements, rowFormats } from '../row-formats.ts';
import { type CodeKind, codeFormats } from './code-formats.ts';

/** The bytes that one row takes. */
export function packedRowBytes(dimension: number, kind: PackedKind): number {
  return isCodeKind(kind) ? codeFormats[kind].rowBytes(dimension) : dimension * rowFormats[kind].bytesPerElement;
}

/**
 * Packs the rows of a multivector, `[rows, dimension]`, all numbers finite; those of a Cosine one are normalised. Returns
 * `[rows * packedRowBytes(dimension, kind)]`, little-endian.
 *
 * A row of `int8` or `int4` is coded at a scale of its own, from its largest component; a row of `bit1` keeps its signs alone.
 * Packing what {@link unpackRows} gives makes the same bytes; for `int8`, `int4` and `bit1` it makes the same codes even where
 * rows were multiplied by numbers in between, as Cosine does.
 */
export function packRows(values: Float32Array, dimension: number, kind: PackedKind): Uint8Array<ArrayBuffer> {
  const rowBytes = packedRowBytes(dimension, kind);
  const rowCount = values.length / dimension;
  const bytes = new Uint8Array(rowCount * rowBytes);
  if (!isCodeKind(kind)) {
    const format = rowFormats[kind];
    format.write(values, format.view(bytes.buffer, 0, values.length), 0);
    return bytes;
  }
  const format = codeFormats[kind];
  for (let row = 0; row < rowCount; row++) {
    format.write(values.subarray(row * dimension, (row + 1) * dimension), bytes, row * rowBytes);
  }
  return bytes;
}

/** The components of packed rows, `[rows, dimension]`: what a client reads. */
export function unpackRows(bytes: Uint8Array, dimension: number, kind: PackedKind): Float32Array<ArrayBuffer> {
  const rowBytes = packedRowBytes(dimension, kind);
  const rowCount = bytes.length / rowBytes;
  const values = new Float32Array(rowCount * dimension);
  if (!isCodeKind(kind)) {
    const format = rowFormats[kind];
    values.set(format.read(elementsOf(bytes, kind), 0, values.length));
    return values;
  }
  const format = codeFormats[kind];
  const codes = new Int8Array(dimension);
  for (let row = 0; row < rowCount; row++) {
    const scale = format.read(bytes, row * rowBytes, codes);
    for (let i = 0; i < dimension; i++) values[row * dimension + i] = codes[i]! * scale;
  }
  return values;
}

/** Whether components are kept as codes; else they are elements of a datatype. */
export function isCodeKind(kind: PackedKind): kind is CodeKind {
  return kind in codeFormats;
}

/** The elements of rows that are kept by a datatype; a copy where they are not aligned. */
export function elementsOf(bytes: Uint8Array, kind: Exclude<PackedKind, CodeKind>): RowElements {
  const format = rowFormats[kind];
  const { bytesPerElement } = format;
  const isAligned = bytes.byteOffset % bytesPerElement === 0 && bytes.buffer instanceof ArrayBuffer;
  const aligned = isAligned ? bytes : bytes.slice();
  return format.view(aligned.buffer as ArrayBuffer, aligned.byteOffset, bytes.length / bytesPerElement);
}
