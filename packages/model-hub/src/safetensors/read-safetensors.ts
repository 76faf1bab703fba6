import type { FileHandle } from 'node:fs/promises';
import { ModelFileError, type OptionKinds, requireOptions, requireText, requireTexts, widenFloat16 } from '@x/core';
import { openFile } from '@x/core/files';
import { describeContent, sniffContent } from '../content-sniff.ts';
import { isMissing, unreadable } from '../file-status.ts';
import { readHeader, refusing, type TensorPlace } from './safetensors-header.ts';

/** Maximum header length. Real headers take about 100 bytes per tensor. Parsing a longer header would block the event loop. */
const longestHeader = 1024 * 1024;

/** Bytes read at a time, between two checks of the signal. */
const blockSize = 16 * 1024 * 1024;

/** The array type for the numbers of each dtype. For float16 and bfloat16, it contains the bits. */
interface TensorData {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly F16: Uint16Array;
  readonly BF16: Uint16Array;
  readonly I8: Int8Array;
  readonly I32: Int32Array;
  readonly I64: BigInt64Array;
}

/** Storage type of the numbers of a tensor. */
export type TensorDtype = keyof TensorData;

const arrays: { readonly [Dtype in TensorDtype]: new (buffer: ArrayBuffer) => TensorData[Dtype] } = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I8: Int8Array,
  I32: Int32Array,
  I64: BigInt64Array,
};

/** A tensor of a safetensors file. */
export type SafetensorsTensor = {
  [Dtype in TensorDtype]: {
    readonly name: string;
    readonly dtype: Dtype;
    /** E.g. `[rows, columns]`; `[]` for a single number. */
    readonly shape: readonly number[];
    /** The numbers, row by row, in a separate buffer; for `F16` and `BF16` the bits. */
    readonly data: TensorData[Dtype];
  };
}[TensorDtype];

/** Options of {@link readSafetensors}. */
export interface ReadSafetensorsOptions {
  /** Names of the tensors to read. A tensor that the file does not contain is not in the result. @default all */
  readonly tensors?: readonly string[];
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<ReadSafetensorsOptions> = { tensors: 'list', signal: 'signal' };

/**
 * Reads the tensors of a safetensors file into one buffer each, and returns them by name.
 *
 * The whole header is checked first: its length, the type of each tensor, the shape of each tensor against its bytes, and that the tensors fill the
 * file without gaps or overlaps. Only the bytes of the requested tensors are read.
 *
 * @param path of the file, e.g. `2_Dense/model.safetensors`.
 * @throws {ModelFileError} when the file is missing, truncated, damaged or not a safetensors file, or a requested tensor has an unsupported type
 * (see {@link TensorDtype}). The message names the file and the tensor.
 * @see https://github.com/huggingface/safetensors#format
 *
 * @example
 * const tensors = await readSafetensors('2_Dense/model.safetensors', { tensors: ['linear.weight', 'linear.bias'] });
 * tensors.get('linear.weight')?.shape; // => [768, 384]
 */
export async function readSafetensors(
  path: string,
  options: ReadSafetensorsOptions = {},
): Promise<ReadonlyMap<string, SafetensorsTensor>> {
  requireText(path, 'path');
  const { tensors, signal } = requireOptions(options, optionKinds);
  if (tensors !== undefined) requireTexts(tensors, 'tensors');
  signal?.throwIfAborted();
  await using file = await openFile(path, 'r').catch((cause: unknown) => {
    if (!isMissing(cause)) throw unreadable(path, cause);
    throw new ModelFileError({ path, problem: 'missing', message: 'the file does not exist.', cause });
  });
  const places = await readPlaces(file, path, signal);
  const read = new Map<string, SafetensorsTensor>();
  for (const place of places) {
    if (tensors === undefined || tensors.includes(place.name))
      read.set(place.name, await readTensor(file, path, place, signal));
  }
  return read;
}

/**
 * Returns the numbers of a tensor as float32: `F32` without a copy, `F16`, `BF16` and `I8` exactly, other types rounded.
 */
export function toFloat32(tensor: SafetensorsTensor): Float32Array {
  if (tensor.dtype === 'F32') return tensor.data;
  if (tensor.dtype === 'F16') return widenFloat16(tensor.data);
  // A bfloat16 is the upper half of a float32.
  if (tensor.dtype === 'BF16') return new Float32Array(Uint32Array.from(tensor.data, (bits) => bits << 16).buffer);
  return Float32Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

async function readPlaces(file: FileHandle, path: string, signal?: AbortSignal): Promise<readonly TensorPlace[]> {
  const { size } = await file.stat().catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const head = await readBytes(file, path, { start: 0, size: Math.min(size, 256), signal });
  refuseForeign(path, head);
  const headerSize = size < 8 ? 0 : Number(new DataView(head.buffer).getBigUint64(0, true));
  if (headerSize > longestHeader) {
    const message = `its header claims a length of ${headerSize} bytes, but at most ${longestHeader} are allowed. This is not a safetensors file, or it is damaged.`;
    throw new ModelFileError({ path, problem: 'invalid', message });
  }
  const dataStart = 8 + headerSize;
  if (dataStart > size) {
    const message = `it has ${size} bytes, but its header alone needs ${dataStart}. Fetch the model again.`;
    throw new ModelFileError({ path, problem: 'truncated', message });
  }
  const header = await readBytes(file, path, { start: 8, size: headerSize, signal });
  return readHeader(path, { header, dataStart, dataSize: size - dataStart });
}

function refuseForeign(path: string, head: Uint8Array): void {
  if (head.length === 0) throw new ModelFileError({ path, problem: 'empty', message: 'the file is empty.' });
  const problem = sniffContent(head);
  if (problem === undefined) return;
  throw new ModelFileError({
    path,
    problem,
    message: `the file is ${describeContent(problem)}. Fetch the model again.`,
  });
}

async function readTensor(
  file: FileHandle,
  path: string,
  place: TensorPlace,
  signal?: AbortSignal,
): Promise<SafetensorsTensor> {
  const { name, dtype, shape } = place;
  if (!isReadable(dtype)) {
    return refusing(path, name)(`has the dtype ${dtype}, but only ${Object.keys(arrays).join(', ')} are supported`);
  }
  const { buffer } = await readBytes(file, path, { ...place, signal });
  return { name, dtype, shape, data: new arrays[dtype](buffer) } as SafetensorsTensor;
}

function isReadable(dtype: string): dtype is TensorDtype {
  return Object.hasOwn(arrays, dtype);
}

/** Reads `size` bytes from the position `start` into a new buffer. */
async function readBytes(
  file: FileHandle,
  path: string,
  { start, size, signal }: { start: number; size: number; signal: AbortSignal | undefined },
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  for (let offset = 0; offset < size;) {
    signal?.throwIfAborted();
    const length = Math.min(blockSize, size - offset);
    const { bytesRead } = await file.read(bytes, offset, length, start + offset).catch((cause: unknown) => {
      throw unreadable(path, cause);
    });
    if (bytesRead === 0) {
      const message = `the file ends unexpectedly at byte ${start + offset}. Fetch the model again.`;
      throw new ModelFileError({ path, problem: 'truncated', message });
    }
    offset += bytesRead;
  }
  return bytes;
}
