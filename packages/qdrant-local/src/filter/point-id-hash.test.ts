import fc from 'fast-check';
import { expect, test } from 'vitest';

import { pointIdHash, sliceOf } from './point-id-hash.ts';

// From a second implementation, which also reproduces the vector of the SipHash paper (a129ca6149be45e5 for its key and text).
test.each([
  [0, 0xe849e8bb6ffe2567n],
  [1, 0x8004c5a694105f5en],
  [42, 0x0fc2553f07619dd3n],
  [2n ** 64n - 1n, 0x8050c18b6ac9d15en],
  ['550e8400-e29b-41d4-a716-446655440000', 0xf5d0ca21ba34d504n],
  ['00000000-0000-0000-0000-000000010004', 0x8624aa3ba5b2caf2n],
])('the hash of %s is SipHash-2-4 of its bytes with a zero key', (id, hash) => {
  const { high, low } = pointIdHash(id);
  expect((BigInt(high) << 32n) | BigInt(low)).toBe(hash);
});

const id = fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }), fc.uuid());

test('a slice is the hash modulo the number of slices', () => {
  fc.assert(
    fc.property(id, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (one, total) => {
      const { high, low } = pointIdHash(one);
      expect(BigInt(sliceOf(one, total))).toBe(((BigInt(high) << 32n) | BigInt(low)) % BigInt(total));
    }),
  );
});

test('doubling the number of slices divides each slice into two', () => {
  fc.assert(
    fc.property(id, fc.integer({ min: 1, max: 1000 }), (one, total) => {
      expect(sliceOf(one, total * 2) % total).toBe(sliceOf(one, total));
    }),
  );
});
