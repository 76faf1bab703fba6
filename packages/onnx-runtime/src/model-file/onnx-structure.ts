import type { FileHandle } from 'node:fs/promises';

import type { ModelFileProblem } from '@x/core';

// Wire types of protobuf's encoding (protobuf.dev/programming-guides/encoding).
const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;
const fixed32 = 5;
// The largest field number of ModelProto (onnx/onnx.proto) is 26; a few are left for versions to come.
const largestField = 64;
const graphField = 7;
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
  const notOnnx = { problem: 'invalid', message: 'the file is not an ONNX model.' } as const;
  const header = Buffer.alloc(longestHeader);
  let hasGraph = false;
  let position = 0;
  while (position < size) {
    const { bytesRead } = await file.read(header, 0, longestHeader, position);
    const field = readField(header.subarray(0, bytesRead));
    if (field === undefined) return position === 0 ? notOnnx : cutOff(size);
    if (field.number === 0 || field.number > largestField) return notOnnx;
    hasGraph ||= field.number === graphField;
    position += field.size;
    // A first field that is longer than the file is as likely to be something else as a model that was cut.
    if (position > size) return hasGraph ? cutOff(size, position) : notOnnx;
  }
  return hasGraph ? undefined : { problem: 'truncated', message: `the file ends before its graph begins. ${advice}` };
}

const advice = 'The download broke off: fetch the model again.';

function cutOff(size: number, needed?: number): { problem: ModelFileProblem; message: string } {
  const expected = needed === undefined ? '' : `, at least ${needed} are needed`;
  return { problem: 'truncated', message: `the file ends after ${size} bytes${expected}. ${advice}` };
}

/** The number of a field and its size in bytes with its header; `undefined` when it cannot be read. */
function readField(bytes: Uint8Array): { number: number; size: number } | undefined {
  const tag = readVarint(bytes, 0);
  if (tag === undefined) return undefined;
  const number = Math.floor(tag.value / 8);
  switch (tag.value % 8) {
    case varint: {
      const value = readVarint(bytes, tag.end);
      return value && { number, size: value.end };
    }
    case fixed64:
      return { number, size: tag.end + 8 };
    case fixed32:
      return { number, size: tag.end + 4 };
    case lengthDelimited: {
      const length = readVarint(bytes, tag.end);
      return length && { number, size: length.end + length.value };
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
