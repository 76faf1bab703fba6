import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { canonicalPointId, comparePointIds } from './point-ids.ts';

const context = { operation: 'upsert', collection: 'c' };
const read = (value: unknown) => canonicalPointId(value, 'id', context);
const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('canonicalPointId', () => {
  test.each([
    ['an integer', 42, 42],
    ['a small bigint as a number', 42n, 42],
    ['the largest unsigned 64-bit integer', 2n ** 64n - 1n, 2n ** 64n - 1n],
    ['minus zero as zero', -0, 0],
    ['a UUID in capitals', uuid.toUpperCase(), uuid],
    ['a UUID without dashes', uuid.replaceAll('-', ''), uuid],
    ['a UUID in braces', `{${uuid}}`, uuid],
    ['a UUID as a urn', `urn:uuid:${uuid}`, uuid],
  ])('reads %s', (_, value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each([
    -1,
    1.5,
    NaN,
    '42',
    'abc',
    '',
    -1n,
    2n ** 64n,
    null,
    undefined,
    {},
    true,
    `${uuid}0`,
    `{${uuid}`,
    `URN:UUID:${uuid}`,
  ])('refuses %s with status 422', (value) => {
    expect(() => read(value)).toThrow(expect.objectContaining({ status: 422, collection: 'c' }));
  });

  test('explains why a number above 2^53 - 1 is refused', () => {
    expect(() => read(2 ** 60)).toThrow(/pass it as a bigint \(1152921504606846976n\)/);
  });
});

test('integers of any JavaScript type come before UUIDs, each ascending', () => {
  const id = fc.oneof(fc.nat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }), fc.uuid());
  fc.assert(
    fc.property(fc.array(id), (ids) => {
      const sorted = ids.toSorted(comparePointIds);
      const integers = sorted.filter((value) => typeof value !== 'string').map(BigInt);
      const uuids = sorted.filter((value) => typeof value === 'string');
      expect(sorted.slice(integers.length)).toEqual(uuids);
      for (let i = 1; i < integers.length; i++) expect(integers[i - 1]! <= integers[i]!).toBe(true);
      expect(uuids).toEqual(uuids.toSorted());
    }),
  );
});
