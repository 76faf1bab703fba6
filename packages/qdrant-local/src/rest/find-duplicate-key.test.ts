import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { findDuplicateKey } from './find-duplicate-key.ts';

function duplicateIn(json: string): string | undefined {
  return findDuplicateKey(json, JSON.parse(json));
}

describe('findDuplicateKey', () => {
  test.each([
    ['{"limit":1,"limit":2}', 'limit'],
    ['{"limit":1 , "\\u006cimit" : 2}', 'limit'],
    ['{"filter":{"must":[{"key":"a","key":"b"}]}}', 'key'],
    ['{"points":[{"id":1,"vector":[1]},{"id":2,"id":3,"vector":[1]}]}', 'id'],
    ['{"points":[{"id":1,"vector":[1]},{"id":2,"vector":[1],"vector":[2]}]}', 'vector'],
    ['{"points":[{"id":1,"payload":{"a":1,"a":2},"payload":{}}]}', 'payload'],
    ['{"points":[{"payload":{"a":1}},{"id":1,"id":2}]}', 'id'],
    ['{"query":{"nearest":[1],"nearest":[2]}}', 'nearest'],
    ['{"vectors":{"size":1,"size":2,"distance":"Dot"}}', 'size'],
    ['{"vectors":{"a":{"size":1,"size":2}}}', 'size'],
    ['{"points":[{"vector":{"indices":[1],"indices":[2],"values":[1]}}]}', 'indices'],
    ['{"batch":{"ids":[1],"payloads":[{"a":1,"a":2}],"ids":[1]}}', 'ids'],
    ['{"mixed":[1,{"a":1,"a":1}]}', 'a'],
  ])('finds it in %s', (json, key) => {
    expect(duplicateIn(json)).toBe(key);
  });

  test.each([
    ['[]'],
    ['null'],
    ['{"a":{"a":[{"a":1},{"a":1}]}}'],
    ['{"points":[{"payload":{"a":1,"a":2,"b":{"c":1,"c":[{"d":1,"d":2}]}}}]}'],
    ['{"batch":{"payloads":[{"a":1,"a":2}]}}'],
    ['{"payload":{"payload":1,"payload":2},"points":[1]}'],
    ['{"points":[{"vector":{"a":[1],"a":[2]}}]}'],
    ['{"vectors":{"a":{"size":1},"a":{"size":2}}}'],
    ['{"metadata":{"a":1,"a":2}}'],
    ['{"query":{"formula":"x","defaults":{"x":1,"x":2}}}'],
    ['{"a\\\\":1,"a":"\\":","b" :{"c\\"":"\\\\"}}'],
    ['{"mixed":[1,{"a":1}],"text":"{\\"a\\":1,\\"a\\":1}"}'],
  ])('finds none in %s', (json) => {
    expect(duplicateIn(json)).toBeUndefined();
  });

  test('finds none in any JSON that was written from a value', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('a', 'payload', 'vector', '":', '\\', '{"', '__proto__'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.double(), key, tie('list'), tie('object')),
      list: fc.array(tie('value')),
      object: fc.dictionary(key, tie('value')),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1), (any, space) => {
        expect(duplicateIn(JSON.stringify(any, undefined, space))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test('finds a key that any object in a list of objects has twice', () => {
    const fields = fc.uniqueArray(
      fc.string().filter((key) => !['payload', 'payloads', 'metadata', 'defaults'].includes(key)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(fields, fc.nat(), fc.array(fc.dictionary(fc.string(), fc.string())), (keys, which, others) => {
        const twice = keys[which % keys.length]!;
        const object = [...keys, twice].map((key) => `${JSON.stringify(key)}:1`).join();
        const rest = others.map((other) => `,${JSON.stringify(other)}`).join('');
        expect(duplicateIn(`{"points":[{${object}}${rest}]}`)).toBe(twice);
      }),
      { numRuns: 500 },
    );
  });
});
