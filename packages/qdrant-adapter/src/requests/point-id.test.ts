import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requirePointId } from './point-id.ts';

describe('requirePointId', () => {
  it('accepts integers up to 2^53 - 1, bigints up to 2^64 - 1 and every form of UUID', () => {
    const uuid = '5c56c793-69f3-4fbf-87e6-c4bf54c28c26';
    for (const id of [0, 7, Number.MAX_SAFE_INTEGER, 2n ** 53n, 2n ** 64n - 1n, uuid, uuid.toUpperCase()]) {
      expect(requirePointId(id, 'id')).toBe(id);
    }
    for (const id of [uuid.replaceAll('-', ''), `urn:uuid:${uuid}`, `{${uuid}}`])
      expect(requirePointId(id, 'id')).toBe(id);
  });

  it('converts a safe bigint to a number', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (id) => requirePointId(BigInt(id), 'id') === id));
  });

  it('rejects a number above 2^53 and explains why', () => {
    expect(() => requirePointId(2 ** 53, 'points[4].id')).toThrow(
      /^points\[4\]\.id must be below 2\^53 as a number, but is 9007199254740992\. .*rounded.*bigint or a UUID\.$/,
    );
  });

  it.each([`{${'0'.repeat(32)}}`, `urn:uuid:${'0'.repeat(32)}`, '0190f3e47c1b-7000-8000-00000000abcd'])(
    'rejects %s, which a server does not read',
    (id) => expect(() => requirePointId(id, 'id')).toThrow(InvalidArgumentError),
  );

  it.each([-1, 1.5, Number.NaN, Infinity, -1n, 2n ** 64n, '', '7', 'not-a-uuid', null, undefined, {}, true])(
    'rejects %s',
    (id) => expect(() => requirePointId(id, 'id')).toThrow(InvalidArgumentError),
  );
});
