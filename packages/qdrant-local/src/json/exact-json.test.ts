import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseExactJson, stringifyExactJson } from './exact-json.ts';

const last = 2n ** 64n - 1n;

describe('parseExactJson', () => {
  test('is JSON.parse for every text without a long whole number', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a point', `{"points":[{"id":${last},"vector":[1]}]}`, { points: [{ id: last, vector: [1] }] }],
    ['a batch', `{"batch":{"ids":[1,${last}],"vectors":[]}}`, { batch: { ids: [1, last], vectors: [] } }],
    ['a selection', `{"points":[${last}, 2]}`, { points: [last, 2] }],
    ['a retrieval', `{"ids":[ ${last} ]}`, { ids: [last] }],
    ['a page', `{"offset":${last}}`, { offset: last }],
    ['has_id', `{"filter":{"must":{"has_id":[${last}]}}}`, { filter: { must: { has_id: [last] } } }],
    ['a query', `{"query":${last}}`, { query: last }],
    ['a nearest', `{"prefetch":[{"query":{"nearest":${last}}}]}`, { prefetch: [{ query: { nearest: last } }] }],
    [
      'a recommendation',
      `{"query":{"recommend":{"positive":[${last},[1,2]],"negative":[${last}]}}}`,
      { query: { recommend: { positive: [last, [1, 2]], negative: [last] } } },
    ],
    [
      'a context',
      `{"query":{"discover":{"target":${last},"context":[{"positive":${last},"negative":${last}}]}}}`,
      { query: { discover: { target: last, context: [{ positive: last, negative: last }] } } },
    ],
    [
      'feedback',
      `{"query":{"relevance_feedback":{"target":1,"feedback":[{"example":${last},"score":1}]}}}`,
      { query: { relevance_feedback: { target: 1, feedback: [{ example: last, score: 1 }] } } },
    ],
  ])('keeps the ids of %s exact', (_what, text, expected) => {
    expect(parseExactJson(text)).toEqual(expected);
  });

  test.each([
    ['payloads', `{"points":[{"id":1,"payload":{"id":${last},"ids":[${last}],"deep":{"offset":${last}}}}]}`],
    ['vectors', `{"points":[{"id":1,"vector":[${last}]}],"query":[${last}]}`],
    ['vectors called like ids', `{"points":[{"id":1,"vector":{"id":[${last}],"ids":[${last}]}}]}`],
    ['context vectors', `{"query":{"context":[{"positive":[${last}],"negative":[${last}]}]}}`],
    ['conditions', `{"filter":{"must":[{"key":"n","range":{"gt":${last}}},{"key":"n","match":{"value":${last}}}]}}`],
    ['negative numbers', `{"ids":[-${last}]}`],
    ['fractions', `{"ids":[${last}.5, ${last}e2]}`],
  ])('leaves numbers in %s numbers', (_what, text) => {
    expect(parseExactJson(text)).toEqual(JSON.parse(text));
  });

  test('leaves digits in texts alone', () => {
    const value = { ids: [`${last}`, `[${last},`, `\\"${last},"`], [`"${last}`]: 'x' };
    expect(parseExactJson(JSON.stringify({ ...value, id: 1 }).replace('"id":1', `"id":${last}`))).toEqual({
      ...value,
      id: last,
    });
  });

  test.each([['{'], [''], [`{"ids":[0${last}]}`], [`{${last}:1}`], [`{"ids":[${last} ${last}]}`]])(
    'refuses %j, as JSON.parse does',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    },
  );

  test('refuses a long number beside nesting that is too deep to be walked', () => {
    const depth = 100_000;
    const text = `{"ids":[${last}],"filter":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(() => parseExactJson(text)).toThrow('recursion limit exceeded');
  });
});

describe('stringifyExactJson', () => {
  test('is JSON.stringify where there is no bigint', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(stringifyExactJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test('prints ids that parseExactJson reads back', () => {
    const ids = fc.array(fc.oneof(fc.bigInt({ min: 2n ** 53n, max: last }), fc.nat(), fc.uuid(), fc.string()));
    fc.assert(
      fc.property(ids, (values) => {
        expect(parseExactJson(stringifyExactJson({ ids: values }))).toEqual({ ids: values });
      }),
    );
  });
});
