import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainCopy } from './plain-copy.ts';

const copyOf = (value: unknown) => new PlainCopy().of({ value })['value'];

/** Returns the path in the error for a body, or 'nothing'. */
function refusedPlace(body: object, plain = new PlainCopy({ takesSpecials: true })): string {
  try {
    plain.of(body);
  } catch (error) {
    if (InvalidArgumentError.isInstance(error)) return error.parameter;
    throw error;
  }
  return 'nothing';
}

const inherits = (prototype: object) => Object.create(prototype) as object;

describe('PlainCopy', () => {
  it('copies JSON data as JSON does, and shares no object with it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const before = JSON.stringify(value);
        const copy = copyOf(value);
        expect(copy).toEqual(JSON.parse(before));
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
    const payload = { deep: [{ n: 1 }] };
    expect(copyOf(payload)).not.toBe(payload);
  });

  it('converts a Date to ISO text and -0 to 0, and omits undefined fields', () => {
    expect(copyOf({ at: new Date(0), zero: -0, list: [-0], none: undefined })).toStrictEqual({
      at: '1970-01-01T00:00:00.000Z',
      zero: 0,
      list: [0],
    });
  });

  it.each<[string, unknown]>([
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['a list with NaN', [1, NaN]],
    ['undefined in a list', [undefined]],
    ['a hole in a list', Array(1)],
    ['a Map', new Map()],
    ['a Set', new Set()],
    ['an invalid Date', new Date(NaN)],
    ['a class instance with toJSON', new URL('http://localhost')],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a boxed number', Object(1)],
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate as a key', { '\udc00': 1 }],
    ['an object that inherits its fields', inherits({ must: [] })],
    ['an object that inherits from one without a prototype', inherits(inherits(null as unknown as object))],
    ['a proxy of a typed array', new Proxy(new Float32Array(1), {})],
    ['a typed array that is not for vectors', new Float64Array(1)],
    ['bytes', Buffer.from('a')],
  ])('rejects %s', (_what, value) => {
    expect(() => copyOf({ field: value })).toThrow(InvalidArgumentError);
  });

  it('accepts objects without a prototype, of other realms, and frozen ones', () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    const realm = Object.assign(
      inherits(Object.create(null, Object.getOwnPropertyDescriptors(Object.prototype)) as object),
      { a: 1 },
    );
    for (const value of [bare, realm, Object.freeze({ a: 1 })]) expect(copyOf(value)).toStrictEqual({ a: 1 });
  });

  it('reads a getter once, and reads only own fields with string names', () => {
    let reads = 0;
    const value = { get n() { return ++reads; }, [Symbol('s')]: 1 }; // prettier-ignore
    expect(copyOf(Object.defineProperty(value, 'hidden', { value: 1 }))).toStrictEqual({ n: 1 });
    expect(reads).toBe(1);
  });

  it('keeps a field named __proto__ as a field', () => {
    const copy = copyOf(JSON.parse('{"__proto__":{"a":1}}')) as object;
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('copies neither lists of numbers nor typed arrays, unless a second read may differ', () => {
    const plain = new PlainCopy({ takesSpecials: true });
    const [list, floats, indices] = [[0.1, 2], new Float32Array(2), new Uint32Array(2)];
    const copy = plain.of({ list, floats, indices, id: 5n });
    expect(
      [copy['list'], copy['floats'], copy['indices']].every((one, index) => one === [list, floats, indices][index]),
    ).toBe(true);
    expect(plain.specials).toBe(3);
    const [proxy, tricky] = [new Proxy([1], {}), Object.assign([1], { toJSON: () => ({}) })];
    expect(copyOf(proxy)).not.toBe(proxy);
    expect(JSON.stringify(copyOf(tricky))).toBe('[1]');
  });

  it('rejects typed arrays and bigints by default', () => {
    for (const value of [new Float32Array(1), new Uint32Array(1), 1n])
      expect(() => copyOf(value)).toThrow(/^value must be plain/);
  });

  it('accepts 127 levels including the body, and rejects more levels and cycles', () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });
    expect(refusedPlace(nested(127))).toBe('nothing');
    expect(refusedPlace(nested(128))).toBe(`a${'.a'.repeat(126)}`);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => copyOf(cycle)).toThrow(/without a cycle/);
  });

  it('names the path, and counts points from `firstPoint`', () => {
    const body = { points: [{ id: 1 }, { payload: { list: [{ at: NaN }] } }] };
    expect(refusedPlace(body)).toBe('points[1].payload.list[0].at');
    expect(refusedPlace(body, new PlainCopy({ firstPoint: 64 }))).toBe('points[65].payload.list[0].at');
    expect(refusedPlace({ filter: { must: [{ key: 'age', range: { lt: NaN } }] } })).toBe('filter.must[0].range.lt');
    expect(refusedPlace(new Map())).toBe('body');
  });
});
