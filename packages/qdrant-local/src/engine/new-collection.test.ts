import { expect, test } from 'vitest';

import { packedKinds, packedSettings } from '../__fixtures__/packed-settings.ts';
import type { VectorParams } from '../requests/types/vector-types.ts';
import { newCollectionConfig } from './new-collection.ts';

const made = new Date(0);
const multi = { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } } as const;

function packedVectorsOf(vectors: Record<string, VectorParams>, tuning?: object): unknown {
  return newCollectionConfig({ vectors, ...(tuning === undefined ? {} : { tuning: { ...tuning } }) }, made)
    .packedVectors;
}

test('a new collection records how the rows of each multivector on disk are stored', () => {
  expect(
    packedVectorsOf({ ...packedSettings, inMemory: multi, dense: { size: 2, distance: 'Dot', on_disk: true } }),
  ).toEqual(Object.fromEntries(packedKinds.map((kind) => [kind, kind])));
});

test('a new collection without a multivector on disk records nothing, as in earlier releases', () => {
  const config = newCollectionConfig({ vectors: { a: multi } }, made);
  expect(config).toEqual({ vectors: { a: multi }, createdAt: '1970-01-01T00:00:00.000Z' });
});

test('the quantization of a collection applies to its vectors without their own', () => {
  const vectors = { a: { ...multi, on_disk: true }, b: packedSettings.bit1 };
  expect(packedVectorsOf(vectors, { quantization_config: { scalar: { type: 'int8' } } })).toEqual({
    a: 'int8',
    b: 'bit1',
  });
});

test.each([
  ['cold', undefined, { a: 'float32' }],
  ['cold', false, { a: 'float32' }],
  ['cached', true, undefined],
  ['pinned', undefined, undefined],
  [null, true, { a: 'float32' }],
] as const)('`memory: %j` with `on_disk: %j` records %j', (memory, isOnDisk, expected) => {
  const params = { ...multi, memory, ...(isOnDisk === undefined ? {} : { on_disk: isOnDisk }) };
  expect(packedVectorsOf({ a: params })).toEqual(expected);
});
