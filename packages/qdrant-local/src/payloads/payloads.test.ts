import { describe, expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { copyPayload, type Payload } from '../json/copy-json.ts';
import { everyElement, parseJsonPath, someValueAt } from '../json/json-path.ts';
import { readResultSelection } from '../requests/read-result-selection.ts';
import { deletePayloadAt } from './delete-payload-at.ts';
import { selectPayload } from './select-payload.ts';
import { setPayloadAt } from './set-payload-at.ts';

const context = { operation: 'test' };
const refused = (status: number): unknown => expect.objectContaining({ code: 'VECTOR_STORE', status });

const payload: Payload = {
  city: { name: 'Rome', area: 1285 },
  items: [
    { sku: 's1', qty: 1 },
    { sku: 's2', qty: 2 },
  ],
  'extra key': { 'a.b': 7 },
};

test('a payload contains 0 for -0, as in the JSON of a request', () => {
  const stored = atOnce(copyPayload({ zero: -0, list: [-0, { toJSON: () => -0 }] }, 'payload', context));
  expect(stored).toStrictEqual({ zero: 0, list: [0, 0] });
});

describe('JSON paths', () => {
  test.each([
    ['city.name', ['Rome']],
    ['items[].sku', ['s1', 's2']],
    ['items[1].sku', ['s2']],
    ['items[2].sku', []],
    ['items.sku', []],
    ['"extra key"."a.b"', [7]],
    ['constructor', []],
    ['city.toString', []],
  ])('%s finds %j', (text, expected) => {
    const found: unknown[] = [];
    someValueAt(payload, parseJsonPath(text, 'key', context), (value) => {
      found.push(value);
      return false;
    });
    expect(found).toEqual(expected);
  });

  test.each([
    '',
    'a..b',
    '.a',
    'a.',
    'a[',
    'a[x]',
    '[0]',
    'a b',
    '"open',
    '"a\\b"',
    'a."\\"',
    'a[18446744073709551616]',
    7,
    undefined,
  ])('refuses %j', (text) => {
    expect(() => parseJsonPath(text, 'key', context)).toThrow(refused(400));
  });
});

describe('payload selection', () => {
  const select = (withPayload: unknown) => {
    const fields = { withPayload, withVector: undefined, isPayloadDefault: false };
    return selectPayload(payload, atOnce(readResultSelection(fields, context)).payload);
  };

  test.each([
    [undefined, undefined],
    [false, undefined],
    [true, payload],
    [['city.name'], { city: { name: 'Rome' } }],
    [{ include: ['items[].sku'] }, { items: [{ sku: 's1' }, { sku: 's2' }] }],
    [{ exclude: ['items', 'city.area'] }, { city: { name: 'Rome' }, 'extra key': { 'a.b': 7 } }],
    [{ include: ['nothing'] }, {}],
  ])('%j selects %j', (wanted, expected) => {
    expect(select(wanted)).toEqual(expected);
  });

  test('returns a copy', () => {
    const selected = select(true) as { city: { name: string } };
    selected.city.name = 'Paris';
    expect(payload['city']).toEqual({ name: 'Rome', area: 1285 });
  });

  test.each([7, 'city', { include: ['a'], exclude: ['b'] }, { only: ['a'] }, { include: 'a' }])(
    'refuses %j',
    (wanted) => {
      expect(() => select(wanted)).toThrow(refused(400));
    },
  );
});

describe('setting at a path', () => {
  const merge = (target: Payload, path: string | undefined, source: Payload): void => {
    const items = path === undefined ? [] : parseJsonPath(path, 'key', context);
    atOnce(setPayloadAt(target, items, () => copyPayload(source, 'source', context)));
  };

  const set = (path: string) => {
    const target = atOnce(copyPayload(payload, 'payload', context));
    merge(target, path, { v: 1 });
    return target;
  };

  test.each([
    ['city', { ...payload, city: { name: 'Rome', area: 1285, v: 1 } }],
    ['city.name', { ...payload, city: { name: { v: 1 }, area: 1285 } }],
    ['new.deep', { ...payload, new: { deep: { v: 1 } } }],
    [
      'items[0]',
      {
        ...payload,
        items: [
          { sku: 's1', qty: 1, v: 1 },
          { sku: 's2', qty: 2 },
        ],
      },
    ],
    ['items[9]', payload],
    [
      'items[].more',
      {
        ...payload,
        items: [
          { sku: 's1', qty: 1, more: { v: 1 } },
          { sku: 's2', qty: 2, more: { v: 1 } },
        ],
      },
    ],
    ['city[]', { ...payload, city: [] }],
  ])('sets keys at %s', (path, expected) => {
    expect(set(path)).toEqual(expected);
  });

  test('removes keys whose value is null, at every path', () => {
    const target = { a: 1, b: { a: 1, c: null } };
    merge(target, 'b', { a: null, d: null, e: [null] });
    merge(target, undefined, { a: null });
    expect(target).toEqual({ b: { c: null, e: [null] } });
  });
});

function copy(value: unknown): unknown {
  return atOnce(copyPayload({ value }, 'payload', context))['value'];
}

describe('copying payloads', () => {
  test('keeps JSON, drops undefined properties and honors toJSON', () => {
    const value = { a: [1, null, 'x', undefined], b: undefined, when: new Date(0) };
    expect(copy(value)).toEqual({ a: [1, null, 'x', null], when: '1970-01-01T00:00:00.000Z' });
  });

  test('keeps a key called __proto__ as an ordinary key', () => {
    const value = copy(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true}}');
    expect((value as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const cyclic: Payload = {};
  cyclic['self'] = cyclic;
  test.each([1n, NaN, Infinity, () => 1, Symbol('s'), new Map(), /x/, cyclic])('refuses %s', (value) => {
    expect(() => copy(value)).toThrow(refused(422));
  });
});

test('removing a key from very many elements takes many steps', () => {
  const long = { list: Array.from({ length: 10_000 }, (_, n) => ({ n, m: n })) };
  expect([...deletePayloadAt(long, ['list', everyElement, 'n'])].length).toBeGreaterThan(30);
  expect(long).toEqual({ list: Array.from({ length: 10_000 }, (_, m) => ({ m })) });
});
