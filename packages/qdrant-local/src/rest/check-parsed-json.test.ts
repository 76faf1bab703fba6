import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { parseJson } from '../wire/parse-json.ts';
import { checkParsedJson } from './check-parsed-json.ts';

/** Returns the message of the error for a JSON text, if any. */
function faultOf(json: string, sliceLength?: number): string | undefined {
  try {
    atOnce(checkParsedJson(json, atOnce(parseJson(json, sliceLength))));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return (error as SyntaxError).message;
  }
}

describe('checkParsedJson', () => {
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
  ])('rejects %s, with a duplicate field', (json, key) => {
    expect(faultOf(json)).toBe(`duplicate field \`${key}\``);
  });

  test.each([
    '{"payload":{"a":"\\ud800"}}',
    '{"payload":{"\\uDC00":1}}',
    '{"filter":{"must":[{"key":"\\udfff\\ud83d"}]}}',
  ])('rejects %s, with a lone surrogate', (json) => expect(faultOf(json)).toBe('lone leading surrogate in hex escape'));

  test.each([
    ['{"payload":{"a":"\\ud83d\\ude00 \\\\ud800"}}'],
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
  ])('accepts %s', (json) => {
    expect(faultOf(json)).toBeUndefined();
  });

  test('accepts any JSON that was written from a value', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('a', 'payload', 'vector', '":', '\\', '{"', '__proto__'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.double(), key, tie('list'), tie('object')),
      list: fc.array(tie('value')),
      object: fc.dictionary(key, tie('value')),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1), (any, space) => {
        for (const sliceLength of [undefined, 1, 20]) {
          expect(faultOf(JSON.stringify(any, undefined, space), sliceLength)).toBeUndefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  test('rejects any list of objects in which one has a duplicate field', () => {
    const fields = fc.uniqueArray(
      fc.string().filter((key) => !['payload', 'payloads', 'metadata', 'defaults'].includes(key)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(fields, fc.nat(), fc.array(fc.dictionary(fc.string(), fc.string())), (keys, which, others) => {
        const twice = keys[which % keys.length]!;
        const object = [...keys, twice].map((key) => `${JSON.stringify(key)}:1`).join();
        const rest = others.map((other) => `,${JSON.stringify(other)}`).join('');
        for (const sliceLength of [undefined, 1, 20]) {
          expect(faultOf(`{"points":[{${object}}${rest}]}`, sliceLength)).toBe(`duplicate field \`${twice}\``);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('rejects more than 127 levels of nesting, at any depth', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(faultOf(nested(127))).toBeUndefined();
    expect(faultOf(nested(128))).toBe('recursion limit exceeded');
    expect(faultOf(nested(1_000_000))).toBe('recursion limit exceeded');
    expect(faultOf(`{"a":[{"b":${nested(124)}}]}`)).toBeUndefined();
    expect(faultOf(`{"a":[{"b":${nested(125)}}]}`)).toBe('recursion limit exceeded');
  });
});
