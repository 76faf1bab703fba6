import type { PackedKind } from '../../requests/types/vector-types.ts';
import { type RowElements, rowFormats } from '../row-formats.ts';
import { type CodeKind, codeFormats } from './code-formats.ts';

/** Returns the number of bytes in one packed row. */
export function packedRowBytes(dimension: number, kind: PackedKind): number {
  return isCodeKind(kind) ? codeFormats[kind].rowBytes(dimension) : dimension * rowFormats[kind].bytesPerElement;
}

/**
 * Packs the rows of a multivector, `[rows, dimension]`. All numbers must be finite, and rows for Cosine must be normalized. Returns
 * `[rows * packedRowBytes(dimension, kind)]`, little-endian.
 *
 * A row of `int8` or `int4` has its own scale, chosen from its largest component. A row of `bit1` keeps only its signs.
 * Packing the result of {@link unpackRows} reproduces the same bytes. For `int8`, `int4` and `bit1` it reproduces the same codes
 * even when rows were scaled in between, as Cosine does.
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

/** Returns the components of packed rows, `[rows, dimension]`, as clients read them. */
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

/** Returns true when components are stored as codes, false when they are elements of a datatype. */
export function isCodeKind(kind: PackedKind): kind is CodeKind {
  return kind in codeFormats;
}

/** Returns the elements of rows stored by a datatype; a copy when the bytes are not aligned. */
export function elementsOf(bytes: Uint8Array, kind: Exclude<PackedKind, CodeKind>): RowElements {
  const format = rowFormats[kind];
  const { bytesPerElement } = format;
  const isAligned = bytes.byteOffset % bytesPerElement === 0 && bytes.buffer instanceof ArrayBuffer;
  const aligned = isAligned ? bytes : bytes.slice();
  return format.view(aligned.buffer as ArrayBuffer, aligned.byteOffset, bytes.length / bytesPerElement);
}
