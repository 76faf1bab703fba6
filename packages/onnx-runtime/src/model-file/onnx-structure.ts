import type { FileHandle } from 'node:fs/promises';

import type { ModelFileProblem } from '@x/core';

// Wire types of protobuf's encoding (protobuf.dev/programming-guides/encoding).
const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;
const fixed32 = 5;
// The largest field number of ModelProto (onnx/onnx.proto) is 26; a few are left for versions to come.
const largestField = 64;
// What no model lacks, as tags (field number x 8 + wire type). Writers put them in this order, the last behind the graph.
const irVersionTag = 1 * 8 + varint;
const graphTag = 7 * 8 + lengthDelimited;
const opsetImportTag = 8 * 8 + lengthDelimited;
// A tag and a length take at most 10 bytes each.
const longestHeader = 20;

/**
 * What keeps a file from being a whole ONNX model, or `undefined` when nothing does.
 *
 * Hops over the top-level fields of the protobuf message `ModelProto`, reading only their headers: a field that runs past the
 * end of the file was cut off, a header that makes no sense is another kind of file.
 */
export async function findOnnxDefect(
  file: FileHandle,
  size: number,
): Promise<{ problem: ModelFileProblem; message: string } | undefined> {
  const header = Buffer.alloc(longestHeader);
  const seen = new Set<number>();
  let position = 0;
  while (position < size) {
    const { bytesRead } = await file.read(header, 0, longestHeader, position);
    const field = readField(header.subarray(0, bytesRead));
    // Only a header at the very end can have been cut; elsewhere an unreadable one belongs to another kind of file.
    if (field === undefined) return bytesRead < longestHeader ? cutOff(seen, size) : notOnnx;
    if (field.tag < 8 || field.tag >= 8 * (largestField + 1)) return notOnnx;
    seen.add(field.tag);
    position += field.size;
  }
  const isWhole = position === size && [irVersionTag, graphTag, opsetImportTag].every((tag) => seen.has(tag));
  return isWhole ? undefined : cutOff(seen, size, position);
}

const notOnnx = { problem: 'invalid', message: 'the file is not an ONNX model.' } as const;

/** The defect of a file that ends too early, if what there is of it looks like a model at all. */
function cutOff(
  seen: ReadonlySet<number>,
  size: number,
  needed = size,
): { problem: ModelFileProblem; message: string } {
  if (!seen.has(irVersionTag)) return notOnnx;
  const expected = needed > size ? `, at least ${needed} are needed` : '';
  const message = `the file ends after ${size} bytes${expected}. The download broke off: fetch the model again.`;
  return { problem: 'truncated', message };
}

/** The tag of a field and its size in bytes, header included; `undefined` when it cannot be read. */
function readField(bytes: Uint8Array): { tag: number; size: number } | undefined {
  const header = readVarint(bytes, 0);
  if (header === undefined) return undefined;
  const { value: tag, end } = header;
  switch (tag % 8) {
    case varint: {
      const value = readVarint(bytes, end);
      return value && { tag, size: value.end };
    }
    case fixed64:
      return { tag, size: end + 8 };
    case fixed32:
      return { tag, size: end + 4 };
    case lengthDelimited: {
      const length = readVarint(bytes, end);
      return length && { tag, size: length.end + length.value };
    }
    default:
      return undefined;
  }
}

/** Little-endian groups of seven bits; a set high bit says that another group follows. */
function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = start; index < Math.min(bytes.length, start + 10); index++) {
    const byte = bytes[index]!;
    value += (byte & 0x7f) * 2 ** (7 * (index - start));
    if (byte < 0x80) return { value, end: index + 1 };
  }
  return undefined;
}
