import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { atOnce } from '../../turns/steps.ts';
import { readPointVectors, readVector } from './read-vectors.ts';

const context = { operation: 'upsert', collection: 'c' };
const read = (value: unknown): unknown => atOnce(readVector(value, 'v', context));

test.each<[string, unknown, unknown]>([
  ['numbers', [1, -0.5], { kind: 'dense', values: Float32Array.of(1, -0.5) }],
  ['a Float32Array', Float32Array.of(1, 2), { kind: 'dense', values: Float32Array.of(1, 2) }],
  ['an empty list', [], { kind: 'dense', values: new Float32Array() }],
  ['rows', [[1, 2], Float32Array.of(3, 4)], { kind: 'multi', dimension: 2, values: Float32Array.of(1, 2, 3, 4) }],
  [
    'entries in any order',
    { indices: [4_294_967_295, 0], values: [1, 2] },
    { kind: 'sparse', indices: Uint32Array.of(0, 4_294_967_295), values: Float32Array.of(2, 1) },
  ],
  [
    'entries in typed arrays',
    { indices: Uint32Array.of(1, 2), values: Float32Array.of(3, 4) },
    { kind: 'sparse', indices: Uint32Array.of(1, 2), values: Float32Array.of(3, 4) },
  ],
  [
    'empty lists of entries',
    { indices: [], values: [] },
    { kind: 'sparse', indices: new Uint32Array(), values: new Float32Array() },
  ],
])('reads a vector from %s', (_, value, expected) => {
  expect(read(value)).toEqual(expected);
});

test.each<[number, string, unknown]>([
  [422, 'v[1]: value NaN invalid, must be finite in float32', [1, NaN]],
  [422, 'v[0]: value 1e+39 invalid, must be finite in float32', [1e39]],
  [400, 'v[0] must be a number, but is of type string', ['1', 2]],
  [400, 'v[0] must be a number, but is of type object', [null, 2]],
  [400, 'v[0][1] must be a number, but is of type boolean', [[1, true]]],
  // oxlint-disable-next-line no-sparse-arrays -- tests a hole in a list
  [400, 'v[1] must be a number, but is of type undefined', [1, , 2]],
  [422, 'v[1][0]: value Infinity invalid, must be finite in float32', [[1], [Infinity]]],
  [422, 'v: all vectors must be non-empty', [[], []]],
  [422, 'v: all vectors must have the same dimension, found vector with dimension 1', [[1, 2], [3]]],
  [400, 'v[1] must be an array', [[1], 2]],
  [422, 'v.values: must be the same length as indices', { indices: [1], values: [] }],
  [422, 'v.indices: must be unique', { indices: [3, 1, 3], values: [1, 2, 3] }],
  [400, 'v.indices[0] is 4294967296', { indices: [2 ** 32], values: [1] }],
  [400, 'v.indices[0] is 0.5', { indices: [0.5], values: [1] }],
  [400, 'v.indices must be an array', { values: [1] }],
  [400, 'v.values must be an array', { indices: [1] }],
  [400, 'unknown field `size` in v', { indices: [1], values: [1], size: 1 }],
  [422, 'v.values[0]: value -Infinity invalid', { indices: [1], values: [-Infinity] }],
  [400, 'v must be an array', 'text'],
  [400, 'v must be an array', null],
  [400, 'v must be an array', Float64Array.of(1)],
  [501, 'Embedding of texts and images', { text: 'hi', model: 'm' }],
])('refuses with status %d: %s', (status, message, value) => {
  expect(() => read(value)).toThrow(expect.objectContaining({ status, message: expect.stringContaining(message) }));
});

test('a multivector must have fewer than 2^20 numbers', () => {
  const row = new Float32Array(1024);
  expect(() => read(Array.from({ length: 1024 }, () => row))).toThrow(
    'Total size of all vectors (1048576) must be less than 1048576',
  );
  expect(read(Array.from({ length: 1023 }, () => row))).toMatchObject({ kind: 'multi', dimension: 1024 });
});

test('vectors are read as copies', () => {
  const values = Float32Array.of(1, 2);
  const vectors = atOnce(readPointVectors({ a: values, b: [values], c: { indices: [1, 2], values } }, 'v', context));
  values.fill(9);
  for (const { values: copied } of vectors.values()) expect(copied).toEqual(Float32Array.of(1, 2));
});

test('reads arrays of another realm', () => {
  expect(read(runInNewContext('[[1, 2], Float32Array.of(3, 4)]'))).toMatchObject({ kind: 'multi', dimension: 2 });
});

test('entries in any order form the same sparse vector', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.nat(0xffff_ffff), fc.integer({ min: -9, max: 9 })), {
    selector: ([index]) => index,
  });
  fc.assert(
    fc.property(entries, (pairs) => {
      const vector = (ordered: [number, number][]): unknown =>
        read({ indices: ordered.map(([index]) => index), values: ordered.map(([, entry]) => entry) });
      expect(vector(pairs)).toEqual(vector(pairs.toSorted(([a], [b]) => a - b)));
    }),
  );
});

test.each([
  ['a multivector without a name', [[1, 2]], ['']],
  ['vectors named like the fields of a sparse vector', { indices: [1], values: [2] }, ['indices', 'values']],
  ['no vectors', {}, []],
])('a point may have %s', (_, value, names) => {
  expect([...atOnce(readPointVectors(value, 'v', context)).keys()]).toEqual(names);
});

test.each([undefined, null])('a point may not have the vector %s', (value) => {
  const refusal = { status: 400, message: 'Format error in JSON body: v is missing: a point must have a vector' };
  expect(() => atOnce(readPointVectors(value, 'v', context))).toThrow(expect.objectContaining(refusal));
});

test.each([new Set([1, 2]), new Map(), new Date(0), Promise.resolve([1]), new ArrayBuffer(4), Float64Array.of(1)])(
  'a point may not have %o',
  (value) => {
    expect(() => atOnce(readPointVectors(value, 'v', context))).toThrow(
      'v must be a vector or an object of vectors by name',
    );
  },
);

test.each<[string, unknown]>([
  ['numbers', Array.from({ length: 200_000 }, () => 1)],
  ['entries', { indices: new Uint32Array(200_000).map((_, entry) => entry), values: new Float32Array(200_000) }],
  [
    'entries in another order',
    { indices: new Uint32Array(200_000).map((_, entry) => 2 ** 20 - entry), values: new Float32Array(200_000) },
  ],
  ['rows', Array.from({ length: 20_000 }, () => [1])],
])('a vector of many %s is read in many steps', (_, value) => {
  expect([...readVector(value, 'v', context)].length).toBeGreaterThan(10);
});
