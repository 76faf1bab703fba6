import type { FileHandle } from 'node:fs/promises';

import type { ModelFileProblem } from '@x/core';

import { lengthDelimited, readField, varint } from './protobuf.ts';

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
