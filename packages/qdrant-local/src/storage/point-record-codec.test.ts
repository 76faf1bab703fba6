import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { copyPayload, type Payload } from '../json/copy-json.ts';
import { WholeFloat } from '../json/whole-float.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { PointRecord } from '../table/point-record.ts';
import { atOnce } from '../turns/steps.ts';
import { packedValue, type StoredVector } from '../vectors/packed-value.ts';
import { parseExactJson, stringifyExactJson } from '../wire/exact-json.ts';
import { decodePointRecord, encodePointRecord } from './point-record-codec.ts';

const config: CollectionConfig = {
  vectors: {
    '': { size: 3, distance: 'Dot' },
    tokens: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
    cold: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true },
  },
  packedVectors: { cold: 'int8' },
  sparseVectors: { terms: {} },
};

const wholeFloat = fc
  .oneof(fc.integer(), fc.constantFrom(-0, 1e15, 1e16, -123_456_789_012_345_680_000, 1e21, 5e300))
  .map((number) => new WholeFloat(number));
const value = fc.float({ noNaN: true, noDefaultInfinity: true });
const dense = fc.array(value, { minLength: 3, maxLength: 3 }).map((values): VectorValue => {
  return { kind: 'dense', values: Float32Array.from(values) };
});
const multi = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 4 }).map((rows): VectorValue => {
  return { kind: 'multi', dimension: 2, values: Float32Array.from(rows.flat()) };
});
const sparse = fc.array(fc.tuple(fc.nat(0xffff_ffff), value), { maxLength: 5 }).map((entries): VectorValue => {
  const indices = Uint32Array.from(entries, ([index]) => index);
  return { kind: 'sparse', indices, values: Float32Array.from(entries, ([, entry]) => entry) };
});
const packed = fc.record({
  kind: fc.constant('packed' as const),
  rowCount: fc.integer({ min: 1, max: 1000 }),
  checksum: fc.nat(0xffff_ffff),
});
const record = fc
  .record({
    version: fc.nat(),
    vectors: fc
      .record({ '': dense, tokens: multi, cold: packed, terms: sparse }, { requiredKeys: [] })
      .map((vectors) => new Map(Object.entries(vectors))),
    payload: fc
      .dictionary(
        fc.string(),
        fc.oneof(fc.jsonValue(), fc.array(wholeFloat), fc.record({ a: fc.jsonValue(), b: wholeFloat })),
      )
      .map((payload) =>
        atOnce(
          copyPayload(atOnce(parseExactJson(stringifyExactJson(payload), undefined)) as Payload, '', { operation: '' }),
        ),
      ),
  })
  .map((rest) => ({ id: 1, ...rest }) as PointRecord);

function encoded(): Buffer {
  const indices = Uint32Array.of(1, 9);
  return encodePointRecord({
    id: 1,
    version: 7,
    vectors: new Map<string, StoredVector>([
      ['', { kind: 'dense', values: Float32Array.of(1, 2, 3) }],
      ['tokens', { kind: 'multi', dimension: 2, values: Float32Array.of(4, 5, 6, 7) }],
      ['cold', packedValue(Uint8Array.of(1, 2, 3), 2)],
      ['terms', { kind: 'sparse', indices, values: Float32Array.of(0.5, 0.25) }],
    ]),
    payload: { text: 'apple' },
  });
}

test('a record is decoded from its bytes at any position in memory', () => {
  fc.assert(
    fc.property(record, fc.nat(7), (written, offset) => {
      const bytes = encodePointRecord(written);
      const elsewhere = new Uint8Array(bytes.length + offset);
      elsewhere.set(bytes, offset);
      const { id: _, ...expected } = written;
      expect(decodePointRecord(elsewhere.subarray(offset), config)).toEqual(expected);
    }),
  );
});

describe('damage of a record', () => {
  test('damage is detected when any single byte changes', () => {
    for (let index = 0; index < encoded().length; index++) {
      const bytes = encoded();
      bytes[index] = bytes[index]! ^ 0x10;
      expect(decodePointRecord(bytes, config)).toBeUndefined();
    }
  });

  test('damage is detected when the record is truncated anywhere, or followed by more bytes', () => {
    for (let length = 0; length < encoded().length; length++) {
      expect(decodePointRecord(encoded().subarray(0, length), config)).toBeUndefined();
    }
    expect(decodePointRecord(Buffer.concat([encoded(), Buffer.alloc(4)]), config)).toBeUndefined();
  });
});

test.each([
  ['an unknown vector name', { ...config, sparseVectors: {} }],
  ['packed rows that the collection does not pack', { ...config, packedVectors: {} }],
  [
    'unpacked rows that the collection packs',
    { ...config, packedVectors: { tokens: 'int8' as const, cold: 'int8' as const } },
  ],
  ['another dimension', { ...config, vectors: { ...config.vectors, '': { size: 4, distance: 'Dot' as const } } }],
])('a record with %s is rejected as a whole', (_, other) => {
  expect(decodePointRecord(encoded(), config)).toBeDefined();
  expect(decodePointRecord(encoded(), other)).toBeUndefined();
});
