import { scaleByteOf, scaleOfByte } from './scale-bytes.ts';

/** The kinds of packed rows whose components are small integers, multiplied by the row's scale. */
export type CodeKind = 'int8' | 'int4' | 'bit1';

/** The layout of rows of codes, stored without gaps (docs/decisions/0094-qdrant-local-codes-of-packed-rows.md). */
export interface CodeFormat {
  /** Bits per code. */
  readonly bits: number;
  /** Codes range from `-highestCode` to `highestCode`. */
  readonly highestCode: number;
  rowBytes(dimension: number): number;
  /** Writes the codes nearest to a row, and its scale, at `offset`. */
  write(row: Float32Array, bytes: Uint8Array, offset: number): void;
  /** Reads `codes.length` codes and returns the scale, a float32. */
  read(bytes: Uint8Array, offset: number, codes: Int8Array): number;
}

/** One byte per code, followed by the scale as a little-endian float32. */
const int8Format: CodeFormat = {
  bits: 8,
  highestCode: 127,
  rowBytes: (dimension) => dimension + 4,
  write(row, bytes, offset) {
    const scale = Math.fround(largestOf(row) / 127);
    const usable = scale < smallestScale ? smallestScale : Math.min(largestScale, scale);
    for (let i = 0; i < row.length; i++) bytes[offset + i] = codeOf(row[i]!, usable, 127);
    viewOf(bytes).setFloat32(offset + row.length, usable, true);
  },
  read(bytes, offset, codes) {
    for (let i = 0; i < codes.length; i++) codes[i] = bytes[offset + i]!;
    return viewOf(bytes).getFloat32(offset + codes.length, true);
  },
};

/** Two codes per byte, each plus 8, the earlier one in the low bits; followed by one byte for the scale. */
const int4Format: CodeFormat = {
  bits: 4,
  highestCode: 7,
  rowBytes: (dimension) => Math.ceil(dimension / 2) + 1,
  write(row, bytes, offset) {
    const scaleByte = scaleByteOf(largestOf(row));
    const scale = scaleOfByte[scaleByte]!;
    const end = offset + Math.ceil(row.length / 2);
    bytes.fill(0, offset, end);
    for (let i = 0; i < row.length; i++) {
      bytes[offset + (i >> 1)]! |= (codeOf(row[i]!, scale, 7) + 8) << (4 * (i & 1));
    }
    bytes[end] = scaleByte;
  },
  read(bytes, offset, codes) {
    for (let i = 0; i < codes.length; i++) codes[i] = ((bytes[offset + (i >> 1)]! >> (4 * (i & 1))) & 15) - 8;
    return scaleOfByte[bytes[offset + Math.ceil(codes.length / 2)]!]!;
  },
};

/** One bit per component, 1 when it is negative, the earliest in the lowest bit. Each row has length 1. */
const bit1Format: CodeFormat = {
  bits: 1,
  highestCode: 1,
  rowBytes: (dimension) => Math.ceil(dimension / 8),
  write(row, bytes, offset) {
    bytes.fill(0, offset, offset + Math.ceil(row.length / 8));
    for (let i = 0; i < row.length; i++) if (row[i]! < 0) bytes[offset + (i >> 3)]! |= 1 << (i & 7);
  },
  read(bytes, offset, codes) {
    for (let i = 0; i < codes.length; i++) codes[i] = ((bytes[offset + (i >> 3)]! >> (i & 7)) & 1) === 0 ? 1 : -1;
    return Math.fround(1 / Math.sqrt(codes.length));
  },
};

/** The format for each kind. */
export const codeFormats: Readonly<Record<CodeKind, CodeFormat>> = {
  int8: int8Format,
  int4: int4Format,
  bit1: bit1Format,
};

// A smaller float32 is not exact to 24 bits, and 127 times a larger one might overflow.
const smallestScale = 2 ** -126;
const largestScale = 2 ** 121;

/** Returns the largest absolute component of a row. */
export function largestOf(row: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < row.length; i++) {
    const magnitude = Math.abs(row[i]!);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

/** Returns the nearest code; a tie goes to the code farther from zero. */
function codeOf(component: number, scale: number, highestCode: number): number {
  const magnitude = Math.min(highestCode, Math.floor(Math.abs(component) / scale + 0.5)) | 0;
  return component < 0 ? -magnitude : magnitude;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
