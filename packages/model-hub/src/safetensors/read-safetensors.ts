import type { FileHandle } from 'node:fs/promises';
import { ModelFileError, type OptionKinds, requireOptions, requireText, requireTexts, widenFloat16 } from '@x/core';
import { openFile } from '@x/core/files';
import { describeContent, sniffContent } from '../content-sniff.ts';
import { isMissing, unreadable } from '../file-status.ts';
import { readHeader, refusing, type TensorPlace } from './safetensors-header.ts';

/** Longest header that is read. Real ones take about 100 bytes for each tensor; a longer one would hold the event loop while it is parsed. */
const longestHeader = 1024 * 1024;

/** Bytes read at a time, between two looks at the signal. */
const blockSize = 16 * 1024 * 1024;

/** The array that holds the numbers of each type; of float16 and bfloat16 their bits. */
interface TensorData {
  readonly F64: Float64Array<ArrayBuffer>;
  readonly F32: Float32Array<ArrayBuffer>;
  readonly F16: Uint16Array<ArrayBuffer>;
  readonly BF16: Uint16Array<ArrayBuffer>;
  readonly I8: Int8Array<ArrayBuffer>;
  readonly I32: Int32Array<ArrayBuffer>;
  readonly I64: BigInt64Array<ArrayBuffer>;
}

/** How the numbers of a tensor are stored. */
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
    /** The numbers, row by row, in a buffer of their own; for `F16` and `BF16` their bits. */
    readonly data: TensorData[Dtype];
  };
}[TensorDtype];

/** What {@link readSafetensors} takes beside the file. */
export interface ReadSafetensorsOptions {
  /** Names of the tensors to read; by default all. One that the file does not have is not in the result. */
  readonly tensors?: readonly string[];
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<ReadSafetensorsOptions> = { tensors: 'list', signal: 'signal' };

/**
 * Reads the tensors of a safetensors file, by name, each into one buffer.
 *
 * The whole header is checked first: its length, each tensor's type, its shape against its bytes, and that the tensors fill the file
 * without gap or overlap. Only the bytes of the tensors asked for are read.
 *
 * @param path e.g. that of `2_Dense/model.safetensors`.
 * @throws {ModelFileError} when the file is missing, cut short, damaged or something else, or a tensor asked for has a type that is not
 * read ({@link TensorDtype}). The message names the file and the tensor.
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
 * The numbers of a tensor as float32: those of `F32` without a copy, of `F16`, `BF16`, `I8` exactly, of the other types rounded.
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
    const message = `its header says that it is ${headerSize} bytes long; at most ${longestHeader} are read. This is not a safetensors file, or a damaged one.`;
    throw new ModelFileError({ path, problem: 'invalid', message });
  }
  const dataStart = 8 + headerSize;
  if (dataStart > size) {
    const message = `it has ${size} bytes, its header alone needs ${dataStart}. Fetch the model again.`;
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
    return refusing(path, name)(`has the dtype ${dtype}; ${Object.keys(arrays).join(', ')} are read`);
  }
  const { buffer } = await readBytes(file, path, { ...place, signal });
  return { name, dtype, shape, data: new arrays[dtype](buffer) } as SafetensorsTensor;
}

function isReadable(dtype: string): dtype is TensorDtype {
  return Object.hasOwn(arrays, dtype);
}

/** `size` bytes from `start` on, in a buffer of their own. */
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
      const message = `the file ends at byte ${start + offset}, in the middle. Fetch the model again.`;
      throw new ModelFileError({ path, problem: 'truncated', message });
    }
    offset += bytesRead;
  }
  return bytes;
}
