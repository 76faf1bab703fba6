import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plainContent } from './plain-content.ts';

function nested(levels: number): object {
  let value: object = {};
  for (let level = 1; level < levels; level++) value = { inner: value };
  return value;
}

const cyclic: { self?: unknown } = {};
cyclic.self = [cyclic];

describe('plainContent', () => {
  it('equals what JSON carries, with sorted keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value, (_, child: unknown) =>
          typeof child !== 'object' || child === null || Array.isArray(child)
            ? child
            : Object.fromEntries(Object.entries(child).toSorted(([a], [b]) => (a < b ? -1 : 1))),
        );
        expect(JSON.stringify(plainContent(value, 'value'))).toBe(json);
      }),
    );
  });

  it('leaves out undefined fields and writes a date as text', () => {
    expect(plainContent({ b: undefined, at: new Date(0) }, 'value')).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it.each<[string, unknown, RegExp]>([
    ['a map', { a: [new Map()] }, /^value\.a\[0\] must be plain JSON data or a Date, but is an object \(Map\)/],
    ['a class instance', { a: new URL('https://example.org') }, /^value\.a must/],
    ['a typed array', { a: new Float32Array(2) }, /^value\.a must/],
    ['a function', { a: { toJSON: () => 1 } }, /^value\.a\.toJSON must/],
    ['an invalid date', { a: new Date(Number.NaN) }, /^value\.a must/],
    ['a proxy', { a: new Proxy(new Map(), {}) }, /^value\.a must/],
    ['a cycle', cyclic, /must be nested at most 1000 levels deep, without a cycle/],
    ['10,000 levels', nested(10_000), /^value\.inner\.inner\.inner must be nested at most 1000 levels deep/],
  ])('refuses %s and names its path', (_, value, message) => {
    expect(() => plainContent(value, 'value')).toThrow(message);
  });

  it('accepts 1,000 levels', () => {
    expect(JSON.stringify(plainContent(nested(1000), 'value'))).toBe(JSON.stringify(nested(1000)));
  });

  it('leaves it to the store to refuse NaN, bigints and holes in lists', () => {
    // oxlint-disable-next-line no-sparse-arrays
    expect(plainContent({ a: [Number.NaN, 1n, , 2] }, 'value')).toEqual({ a: [Number.NaN, '1n', undefined, 2] });
  });
});
