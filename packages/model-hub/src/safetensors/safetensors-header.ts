import { isPlainObject, ModelFileError } from '@x/core';

/** Bytes of one number of each type that the format knows. */
const bytesPerNumber = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

/** Where a tensor stands in its file. */
export interface TensorPlace {
  readonly name: string;
  readonly dtype: keyof typeof bytesPerNumber;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly start: number;
  /** How many bytes it takes. */
  readonly size: number;
}

/** Throws the error of one tensor; `message` goes on after its name. */
type Refuse = (message: string) => never;

/**
 * Reads the header of a safetensors file, and checks that the tensors that it lists fill the file without gap or overlap.
 *
 * @param header its JSON, in UTF-8.
 * @param dataStart where the tensors' bytes begin, from the start of the file.
 * @param dataSize how many bytes there are from there to its end.
 * @throws {ModelFileError} with the tensor's name, where one is wrong.
 */
export function readHeader(
  path: string,
  { header, dataStart, dataSize }: { header: Uint8Array; dataStart: number; dataSize: number },
): readonly TensorPlace[] {
  const entries = Object.entries(parseObject(path, header)).filter(([name]) => name !== '__metadata__');
  const places = entries.map(([name, entry]) => placeOf(name, entry, dataStart, refusing(path, name)));
  let end = dataStart;
  // An empty tensor may start where another one does: it comes first.
  for (const { name, start, size } of places.toSorted((a, b) => a.start - b.start || a.size - b.size)) {
    if (start !== end) refusing(path, name)(`starts at byte ${start}, where ${end} was expected`);
    end += size;
  }
  if (end !== dataStart + dataSize) {
    const isShort = end > dataStart + dataSize;
    const message = `its tensors end at byte ${end}, the file at ${dataStart + dataSize}. Fetch the model again.`;
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
  if (typeof dtype !== 'string' || !Object.hasOwn(bytesPerNumber, dtype)) {
    return refuse(`has the unknown dtype ${JSON.stringify(dtype)}`);
  }
  if (!isListOfSizes(shape)) return refuse(`has the shape ${JSON.stringify(shape)}, not a list of sizes`);
  if (!isListOfSizes(offsets) || offsets.length !== 2) {
    return refuse(`has the data_offsets ${JSON.stringify(offsets)}, not two positions`);
  }
  const [begin, end] = offsets as [number, number];
  const type = dtype as TensorPlace['dtype'];
  const size = shape.reduce((product, length) => product * length, bytesPerNumber[type]);
  if (size !== end - begin) {
    return refuse(`takes ${end - begin} bytes, where ${type} [${shape.join(', ')}] takes ${size}`);
  }
  return { name, dtype: type, shape, start: dataStart + begin, size };
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** {@link Refuse} for the tensor of that name. */
export function refusing(path: string, tensor: string): Refuse {
  return (message) => {
    throw new ModelFileError({ path, problem: 'invalid', message: `the tensor "${tensor}" ${message}.` });
  };
}
