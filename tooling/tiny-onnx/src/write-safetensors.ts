/** A tensor to write. */
export interface TensorContent {
  /** Data type in the format's spelling, for example `F32`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The numbers in row-major order, as bytes of that type. */
  readonly data: ArrayBufferView;
}

/** Returns a safetensors file with `tensors`, by name and in their order. */
export function writeSafetensors(
  tensors: Readonly<Record<string, TensorContent>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const header = Buffer.from(
    JSON.stringify(Object.fromEntries(metadata === undefined ? entries : [['__metadata__', metadata], ...entries])),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const contents = Object.values(tensors).map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return Buffer.concat([length, header, ...contents]);
}
