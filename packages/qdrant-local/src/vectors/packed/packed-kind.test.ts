import { expect, test } from 'vitest';

import type { VectorParams } from '../../requests/types/vector-types.ts';
import { packedKindOf } from './packed-kind.ts';

const params: VectorParams = {
  size: 4,
  distance: 'Dot',
  on_disk: true,
  multivector_config: { comparator: 'max_sim' },
};

test('packs only multivectors that are on disk', () => {
  expect(packedKindOf({ ...params, on_disk: false })).toBeUndefined();
  expect(packedKindOf({ ...params, on_disk: null })).toBeUndefined();
  expect(packedKindOf({ ...params, multivector_config: null })).toBeUndefined();
  expect(packedKindOf({ size: 4, distance: 'Dot', on_disk: true })).toBeUndefined();
  expect(packedKindOf(params)).toBe('float32');
});

test.each([
  [undefined, 'float32', 'float32'],
  ['float32', 'float32', 'float32'],
  ['float16', 'float16', 'float16'],
  ['uint8', 'uint8', 'uint8'],
  ['turbo4', 'int4', 'float32'],
  ['turbo8', 'int8', 'float32'],
  ['turbo16', 'float16', 'float32'],
] as const)(
  'stores datatype %s as %s for Cosine and Dot, and as %s for Euclid and Manhattan',
  (datatype, dot, other) => {
    for (const distance of ['Cosine', 'Dot', 'Euclid', 'Manhattan'] as const) {
      const isDot = distance === 'Cosine' || distance === 'Dot';
      const given = datatype === undefined ? { ...params, distance } : { ...params, distance, datatype };
      expect(packedKindOf(given)).toBe(isDot ? dot : other);
    }
  },
);

test.each([
  [{ binary: {} }, 'bit1'],
  [{ scalar: { type: 'int8' } }, 'int8'],
  [{ turbo: {} }, 'int4'],
  [{ turbo: { bits: null } }, 'int4'],
  [{ turbo: { bits: 'bits1' } }, 'bit1'],
  [{ turbo: { bits: 'bits1_5' } }, 'int4'],
  [{ turbo: { bits: 'bits2' } }, 'int4'],
  [{ turbo: { bits: 'bits4' } }, 'int4'],
  [{ turbo: { bits: 'bits8' } }, 'int8'],
  [{ product: { compression: 'x16' } }, 'float16'],
] as const)('quantization %j of float16 components stores them as %s, except for Euclid', (config, kind) => {
  const quantized: VectorParams = { ...params, datatype: 'float16', quantization_config: config };
  expect(packedKindOf(quantized)).toBe(kind);
  expect(packedKindOf({ ...quantized, distance: 'Euclid' })).toBe('float16');
});
