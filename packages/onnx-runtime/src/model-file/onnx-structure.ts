import type { FileHandle } from 'node:fs/promises';

import type { ModelFileProblem } from '@x/core';

import { lengthDelimited, readField, varint } from './protobuf.ts';

// The largest field number of ModelProto (onnx/onnx.proto) is 26; the limit leaves room for later versions.
const largestField = 64;
// Tags (field number x 8 + wire type) that every model contains. Writers put them in this order, the last after the graph.
const irVersionTag = 1 * 8 + varint;
const graphTag = 7 * 8 + lengthDelimited;
const opsetImportTag = 8 * 8 + lengthDelimited;
// A tag and a length take at most 10 bytes each.
const longestHeader = 20;

/**
 * Returns the reason why a file is not a complete ONNX model, or `undefined` when it is one.
 *
 * Steps over the top-level fields of the protobuf message `ModelProto` and reads only their headers. A field that extends
 * past the end of the file was truncated; an invalid header means another kind of file.
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
    // Only a header at the very end can be truncated; elsewhere, an unreadable header means another kind of file.
    if (field === undefined) return bytesRead < longestHeader ? cutOff(seen, size) : notOnnx;
    if (field.tag < 8 || field.tag >= 8 * (largestField + 1)) return notOnnx;
    seen.add(field.tag);
    position += field.size;
  }
  const isWhole = position === size && [irVersionTag, graphTag, opsetImportTag].every((tag) => seen.has(tag));
  return isWhole ? undefined : cutOff(seen, size, position);
}

const notOnnx = { problem: 'invalid', message: 'the file is not an ONNX model.' } as const;

/**
 * Returns the defect of a file that ends too early: `truncated` if the part that exists looks like a model, else `invalid`.
 */
function cutOff(
  seen: ReadonlySet<number>,
  size: number,
  needed = size,
): { problem: ModelFileProblem; message: string } {
  if (!seen.has(irVersionTag)) return notOnnx;
  const expected = needed > size ? `, at least ${needed} are needed` : '';
  const message = `the file ends after ${size} bytes${expected}. The download was interrupted: fetch the model again.`;
  return { problem: 'truncated', message };
}
