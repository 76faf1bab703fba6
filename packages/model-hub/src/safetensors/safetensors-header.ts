import { isPlainObject, ModelFileError } from '@x/core';

/**
 * Bits per number of each type that the format defines.
 *
 * @see https://github.com/huggingface/safetensors, safetensors/src/tensor.rs, `Dtype`
 */
const bitsPerNumber = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E4M3: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2: 8,
  F8_E5M2FNUZ: 8,
  F8_E8M0: 8,
  U16: 16,
  I16: 16,
  F16: 16,
  BF16: 16,
  U32: 32,
  I32: 32,
  F32: 32,
  U64: 64,
  I64: 64,
  F64: 64,
  C64: 64,
} as const;

/** Position of a tensor in its file. */
export interface TensorPlace {
  readonly name: string;
  readonly dtype: keyof typeof bitsPerNumber;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly start: number;
  /** Length in bytes. */
  readonly size: number;
}

/** Throws the error of one tensor. `message` follows the name of the tensor. */
type Refuse = (message: string) => never;

/**
 * Parses the header of a safetensors file, and checks that its tensors fill the file without gaps or overlaps.
 *
 * @param header JSON of the header, in UTF-8.
 * @param dataStart position of the tensor bytes, from the start of the file.
 * @param dataSize number of bytes from there to the end of the file.
 * @throws {ModelFileError} when the header is invalid, with the name of the tensor if one is wrong.
 */
export function readHeader(
  path: string,
  { header, dataStart, dataSize }: { header: Uint8Array; dataStart: number; dataSize: number },
): readonly TensorPlace[] {
  const entries = Object.entries(parseObject(path, header)).filter(([name]) => name !== '__metadata__');
  const places = entries.map(([name, entry]) => placeOf(name, entry, dataStart, refusing(path, name)));
  let end = dataStart;
  // An empty tensor may start at the same position as another tensor; it must come first.
  for (const { name, start, size } of places.toSorted((a, b) => a.start - b.start || a.size - b.size)) {
    if (start !== end) refusing(path, name)(`starts at byte ${start}, but ${end} was expected`);
    end += size;
  }
  if (end !== dataStart + dataSize) {
    const isShort = end > dataStart + dataSize;
    const message = `its tensors end at byte ${end}, but the file ends at byte ${dataStart + dataSize}. Fetch the model again.`;
    throw new ModelFileError({ path, problem: isShort ? 'truncated' : 'invalid', message });
  }
  return places;
}

function parseObject(path: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isPlainObject(header)) return header;
  } catch (cause) {
    throw new ModelFileError({ path, problem: 'invalid', message: 'its header is not valid JSON.', cause });
  }
  throw new ModelFileError({ path, problem: 'invalid', message: 'its header is not a JSON object.' });
}

function placeOf(name: string, entry: unknown, dataStart: number, refuse: Refuse): TensorPlace {
  if (!isPlainObject(entry)) return refuse('is not described by an object');
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(bitsPerNumber, dtype)) {
    return refuse(`has the unknown dtype ${JSON.stringify(dtype)}`);
  }
  if (!isListOfSizes(shape)) return refuse(`has the shape ${JSON.stringify(shape)}, not a list of sizes`);
  if (!isListOfSizes(offsets) || offsets.length !== 2) {
    return refuse(`has the data_offsets ${JSON.stringify(offsets)}, not two positions`);
  }
  const [begin, end] = offsets as [number, number];
  const type = dtype as TensorPlace['dtype'];
  const size = shape.reduce((product, length) => product * length, bitsPerNumber[type]) / 8;
  if (size !== end - begin) {
    return refuse(`takes ${end - begin} bytes, but ${type} [${shape.join(', ')}] takes ${size}`);
  }
  return { name, dtype: type, shape, start: dataStart + begin, size };
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Returns {@link Refuse} for the tensor with that name. */
export function refusing(path: string, tensor: string): Refuse {
  return (message) => {
    throw new ModelFileError({ path, problem: 'invalid', message: `the tensor "${tensor}" ${message}.` });
  };
}
