import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { contentHash } from './document-keys.ts';

/** The hash in the words of its definition. Stored hashes must stay valid, so it cannot change. */
function definedHash(content: unknown): string {
  const json = JSON.stringify(content, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
  return createHash('sha256').update(json).digest('hex').slice(0, 32);
}

const contents = fc.dictionary(
  fc.string(),
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
);

describe('contentHash', () => {
  it('is the SHA-256 of the JSON with sorted keys, for all values', () => {
    fc.assert(
      fc.property(contents, (content) => {
        expect(contentHash(content)).toBe(definedHash(content));
      }),
    );
  });

  it('does not depend on the order of keys', () => {
    expect(contentHash({ a: 1, b: { c: 2, d: 3 } })).toBe(contentHash({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it('converts an object that represents itself in JSON once', () => {
    const content = { at: new Date(0), self: { b: 1, a: 2, toJSON() { return this; } } }; // prettier-ignore
    expect(contentHash(content)).toBe(definedHash(content));
  });
});
