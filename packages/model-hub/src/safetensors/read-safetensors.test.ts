import { join } from 'node:path';
import { float16Table, ModelFileError } from '@x/core';
import { type TensorContent, writeSafetensors } from '@x/tiny-onnx';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { readSafetensors, type SafetensorsTensor, toFloat32 } from './read-safetensors.ts';

const arrays = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I8: Int8Array,
  I32: Int32Array,
  I64: BigInt64Array,
};

let folder: TemporaryFolder;
let path: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  path = join(folder.path, 'model.safetensors');
  return () => folder[Symbol.asyncDispose]();
});

async function read(bytes: Uint8Array, tensors?: readonly string[]): Promise<ReadonlyMap<string, SafetensorsTensor>> {
  await folder.write({ 'model.safetensors': bytes });
  return readSafetensors(path, tensors === undefined ? {} : { tensors });
}

/** Returns a file with this header, valid or not. */
function fileOf(header: unknown, dataSize: number): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(dataSize)]);
}

/** Tensors of random types and shapes with random bytes, so that all bit patterns occur, including NaN. */
const tensor: fc.Arbitrary<TensorContent> = fc
  .tuple(fc.constantFrom(...Object.entries(arrays)), fc.array(fc.nat(5), { maxLength: 3 }))
  .chain(([[dtype, array], shape]) => {
    const size = shape.reduce((product, length) => product * length, array.BYTES_PER_ELEMENT);
    return fc
      .uint8Array({ minLength: size, maxLength: size })
      .map((bytes) => ({ dtype, shape, data: new array(Uint8Array.from(bytes).buffer) }));
  });
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('linear.weight', '"', 'constructor'),
);
const tensors = fc.dictionary(
  name.filter((key) => key !== '__metadata__' && key !== '__proto__'),
  tensor,
  { maxKeys: 5 },
);

const bytesOf = (data: ArrayBufferView): number[] => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];

// These tests write thousands of files, which takes long on a busy machine.
describe('readSafetensors', { timeout: 60_000 }, () => {
  it('returns the written types, shapes and bytes', async () => {
    await fc.assert(
      fc.asyncProperty(tensors, fc.boolean(), async (written, withMetadata) => {
        const result = await read(writeSafetensors(written, withMetadata ? { format: 'pt' } : undefined));
        expect([...result.keys()].toSorted()).toEqual(Object.keys(written).toSorted());
        for (const [key, { dtype, shape, data }] of Object.entries(written)) {
          const found = result.get(key)!;
          expect(found).toMatchObject({ name: key, dtype, shape });
          expect(bytesOf(found.data)).toEqual(bytesOf(data));
        }
      }),
    );
  });

  it('rejects a damaged header with a ModelFileError, or returns the written numbers', async () => {
    const damage = fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(tensors, fc.array(damage, { minLength: 1, maxLength: 2 }), async (written, damages) => {
        const file = writeSafetensors(written);
        const headerEnd = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
        for (const { at, byte } of damages) file[Math.floor(at * headerEnd)] = byte;
        const result = await read(file).catch((error: unknown) => error);
        if (!(result instanceof Map)) {
          expect(result).toBeInstanceOf(ModelFileError);
          return;
        }
        for (const found of result.values() as Iterable<SafetensorsTensor>) {
          const original = written[found.name];
          const isSame = found.dtype === original?.dtype && String(found.shape) === String(original.shape);
          if (isSame) expect(bytesOf(found.data)).toEqual(bytesOf(original.data));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('refuses a truncated file and a file with bytes after its last tensor', async () => {
    const full = tensors.filter((written) => Object.values(written).some(({ data }) => data.byteLength > 0));
    await fc.assert(
      fc.asyncProperty(full, fc.nat(), fc.boolean(), async (written, at, isLonger) => {
        const file = writeSafetensors(written);
        const changed = isLonger
          ? Buffer.concat([file, Buffer.alloc(1 + (at % 9))])
          : file.subarray(0, at % file.length);
        await expect(read(changed)).rejects.toMatchObject({ code: 'MODEL_FILE', path });
      }),
    );
  });

  const f32 = (data_offsets: unknown, shape: unknown = [2]): object => ({ dtype: 'F32', shape, data_offsets });
  it.each<[string, unknown, number, RegExp]>([
    ['overlap', { a: f32([0, 8]), b: f32([4, 12]) }, 12, /tensor "b" starts at byte \d+, but/],
    ['leave a gap', { a: f32([0, 8]), b: f32([12, 20]) }, 20, /tensor "b" starts/],
    [
      'have the same name',
      `{"a":${JSON.stringify(f32([0, 8]))},"a":${JSON.stringify(f32([8, 16]))}}`,
      16,
      /tensor "a" starts/,
    ],
    ['leave a gap after the header', { a: f32([4, 12]) }, 12, /tensor "a" starts/],
    ['take too few bytes', { a: f32([0, 4]) }, 4, /tensor "a" takes 4 bytes, but F32 \[2\] takes 8/],
    ['end before they start', { a: f32([8, 0]) }, 8, /tensor "a" takes -8 bytes/],
    ['have a shape that is too large', { a: f32([0, 8], [2 ** 40, 2 ** 40]) }, 8, /tensor "a" takes 8 bytes/],
    ['have a negative shape', { a: f32([0, 8], [-1, -2]) }, 8, /tensor "a" has the shape \[-1,-2\]/],
    ['have a fraction in the shape', { a: f32([0, 8], [0.5, 4]) }, 8, /tensor "a" has the shape/],
    ['have no shape', { a: f32([0, 8], null) }, 8, /tensor "a" has the shape null/],
    ['have strings as offsets', { a: f32(['0', '8']) }, 8, /tensor "a" has the data_offsets/],
    ['have three offsets', { a: f32([0, 4, 8]) }, 8, /tensor "a" has the data_offsets/],
    ['have an unknown dtype', { a: { ...f32([0, 8]), dtype: 'F33' } }, 8, /tensor "a" has the unknown dtype "F33"/],
    [
      'end within a byte',
      { a: { ...f32([0, 2], [3]), dtype: 'F4' } },
      2,
      /tensor "a" takes 2 bytes, but F4 \[3\] takes 1\.5/,
    ],
    ['have no description', { a: null }, 0, /tensor "a" is not described/],
  ])('refuses tensors that %s, and names one of them', async (_, header, dataSize, message) => {
    await expect(read(fileOf(header, dataSize))).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, Uint8Array, string, RegExp]>([
    ['an empty file', new Uint8Array(), 'empty', /empty/],
    ['a file of seven bytes', new Uint8Array(7), 'truncated', /has 7 bytes/],
    ['a web page', Buffer.from('<!doctype html><title>Log in</title>'), 'html', /a web page/],
    ['a Git LFS pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), 'git-lfs-pointer', /Git LFS/],
    ['a header of 2^63 bytes', Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x80, 1]), 'invalid', /at most 1048576/],
    ['a header longer than the file', Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 1]), 'truncated', /needs 17/],
    ['a header that is not JSON', fileOf('{"a"', 0), 'invalid', /not valid JSON/],
    ['a header that is not an object', fileOf('[]', 0), 'invalid', /not a JSON object/],
    ['a header that is not UTF-8', Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0xff]), 'invalid', /not valid JSON/],
  ])('rejects %s and states the problem', async (_, bytes, problem, message) => {
    await expect(read(bytes)).rejects.toMatchObject({ problem, path, message: expect.stringMatching(message) });
  });

  it('rejects a missing file and a folder', async () => {
    const missing = join(folder.path, 'none.safetensors');
    await expect(readSafetensors(missing)).rejects.toMatchObject({ problem: 'missing', path: missing });
    await expect(readSafetensors(folder.path)).rejects.toMatchObject({ code: 'MODEL_FILE', path: folder.path });
  });

  it('reads only the requested tensors, so that others may have unsupported types', async () => {
    const file = writeSafetensors({
      a: { dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) },
      b: { dtype: 'F32', shape: [], data: Float32Array.of(1.5) },
    });
    expect([...(await read(file, ['b', 'c'])).values()]).toEqual([
      { name: 'b', dtype: 'F32', shape: [], data: Float32Array.of(1.5) },
    ]);
    await expect(read(file)).rejects.toThrow(
      /model\.safetensors: the tensor "a" has the dtype BOOL, but only F64, F32/,
    );
  });

  it.each([
    ['F4', 4],
    ['F6_E2M3', 6],
    ['F6_E3M2', 6],
    ['F8_E4M3FNUZ', 8],
    ['F8_E5M2FNUZ', 8],
    ['F8_E8M0', 8],
    ['C64', 64],
  ])('reads the other tensors of a file with numbers of the type %s (%i bits)', async (dtype, bits) => {
    const file = writeSafetensors({
      a: { dtype, shape: [2, 4], data: new Uint8Array(bits) },
      b: { dtype: 'F32', shape: [1], data: Float32Array.of(1.5) },
    });
    expect((await read(file, ['b'])).get('b')!.data).toEqual(Float32Array.of(1.5));
    await expect(read(file)).rejects.toThrow(`the tensor "a" has the dtype ${dtype}, but only F64, F32`);
  });

  it('rejects with the reason of an already aborted signal', async () => {
    const signal = AbortSignal.abort('enough');
    await expect(readSafetensors(path, { signal })).rejects.toBe('enough');
  });
});

describe('toFloat32', () => {
  const widened = (dtype: string, data: ArrayBufferView): Promise<number[]> =>
    read(writeSafetensors({ a: { dtype, shape: [(data as Uint8Array).length], data } })).then((found) => [
      ...toFloat32(found.get('a')!),
    ]);

  it('returns the numbers of every type', async () => {
    expect(await widened('F32', Float32Array.of(1.5, -0))).toEqual([1.5, -0]);
    expect(await widened('F64', Float64Array.of(0.1))).toEqual([Math.fround(0.1)]);
    expect(await widened('F16', Uint16Array.of(0x3c00, 0xc000, 1))).toEqual([1, -2, 2 ** -24]);
    expect(await widened('BF16', Uint16Array.of(0x3f80, 0xc000, 0x7f80))).toEqual([1, -2, Infinity]);
    expect(await widened('I8', Int8Array.of(-128, 127))).toEqual([-128, 127]);
    expect(await widened('I32', Int32Array.of(-5, 7))).toEqual([-5, 7]);
    expect(await widened('I64', BigInt64Array.of(-5n, 7n))).toEqual([-5, 7]);
  });

  it('widens every float16 to the value in float16Table', async () => {
    const bits = Uint16Array.from({ length: 0x1_0000 }, (_, index) => index);
    expect(await widened('F16', bits)).toEqual([...float16Table()]);
  });

  it('widens a bfloat16 to the float32 whose upper half it is', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), (bits) => {
        const tensorOf = { name: 'a', dtype: 'BF16', shape: [1], data: Uint16Array.of(bits) } as const;
        expect(new Uint16Array(toFloat32(tensorOf).buffer)[1]! & 0x7fff).toBe(bits & 0x7fff);
      }),
    );
  });
});
