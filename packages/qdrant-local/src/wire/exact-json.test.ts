import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { parseJson } from './parse-json.ts';
import { WholeFloat } from '../json/whole-float.ts';
import { exactNumbers, parseExactJson as parseInSteps, stringifyExactJson } from './exact-json.ts';
import type { NodeKind } from './grammar.ts';

const last = 2n ** 64n - 1n;

/** Parses with {@link parseInSteps}, and checks that very short slices give the same result. */
function parseExactJson(text: string, kind: NodeKind | undefined): unknown {
  const parsed = atOnce(parseInSteps(text, kind));
  if (text.length > 10_000) return parsed;
  const inSlices = atOnce(parseJson(text, 5));
  atOnce(exactNumbers(text, inSlices, kind));
  expect(stringifyExactJson(inSlices.value)).toBe(stringifyExactJson(parsed));
  return parsed;
}

describe('parseExactJson', () => {
  test('returns what JSON.parse returns for every text, apart from the types of numbers', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom('queryBody', 'upsertBody', undefined), (text, kind) => {
        expect(JSON.parse(stringifyExactJson(parseExactJson(text, kind)))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, NodeKind, string, object]>([
    ['a point', 'upsertBody', `{"points":[{"id":${last},"vector":[1]}]}`, { points: [{ id: last, vector: [1] }] }],
    ['a batch', 'upsertBody', `{"batch":{"ids":[1,${last}],"vectors":[]}}`, { batch: { ids: [1, last], vectors: [] } }],
    ['a selection', 'idsBody', `{"points":[${last}, 2]}`, { points: [last, 2] }],
    ['a retrieval', 'idsBody', `{"ids":[ ${last} ]}`, { ids: [last] }],
    ['a page', 'scrollBody', `{"offset":${last}}`, { offset: last }],
    ['has_id', 'scrollBody', `{"filter":{"must":{"has_id":[${last}]}}}`, { filter: { must: { has_id: [last] } } }],
    ['a query', 'queryBody', `{"query":${last}}`, { query: last }],
    [
      'a nearest',
      'queryBody',
      `{"prefetch":[{"query":{"nearest":${last}}}]}`,
      { prefetch: [{ query: { nearest: last } }] },
    ],
    [
      'a recommendation',
      'queryBody',
      `{"query":{"recommend":{"positive":[${last},[1,2]],"negative":[${last}]}}}`,
      { query: { recommend: { positive: [last, [1, 2]], negative: [last] } } },
    ],
    [
      'a context',
      'queryBody',
      `{"query":{"discover":{"target":${last},"context":[{"positive":${last},"negative":${last}}]}}}`,
      { query: { discover: { target: last, context: [{ positive: last, negative: last }] } } },
    ],
    [
      'feedback',
      'queryBody',
      `{"query":{"relevance_feedback":{"target":1,"feedback":[{"example":${last},"score":1}]}}}`,
      { query: { relevance_feedback: { target: 1, feedback: [{ example: last, score: 1 }] } } },
    ],
    [
      'a condition in a formula',
      'queryBody',
      `{"query":{"formula":{"sum":["$score",{"neg":{"has_id":[${last}]}}]}}}`,
      { query: { formula: { sum: ['$score', { neg: { has_id: [last] } }] } } },
    ],
    [
      'a corpus',
      'queryBody',
      `{"params":{"idf":{"corpus":{"must":[{"has_id":[${last}]}]}}}}`,
      { params: { idf: { corpus: { must: [{ has_id: [last] }] } } } },
    ],
  ])('keeps the ids of %s exact', (_what, kind, text, expected) => {
    expect(parseExactJson(text, kind)).toEqual(expected);
  });

  test('keeps ids exact next to any text, and the text unchanged', () => {
    const parts = fc.constantFrom('"', '\\', ', 9007199254740993 ]', '\u2028', '\n', 'a', `:${last},`);
    const word = fc.oneof(
      fc.string(),
      fc.array(parts).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(word, word, (text, key) => {
        const body = `{"points":[{"payload":{${JSON.stringify(key)}:${JSON.stringify(text)}}, "id": ${last}}]}`;
        const point = { payload: JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(text)}}`) as object, id: last };
        expect(parseExactJson(body, 'upsertBody')).toEqual({ points: [point] });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [
      'a text with many escapes',
      `{"points":[{"id":${last},"payload":{"t":"${String.raw`\u0041\n\"`.repeat(1_000_000)}"}}]}`,
    ],
    ['a number with many digits', `{"points":[{"id":${last},"payload":{"n":${'1'.repeat(20_000_000)}}}]}`],
  ])('keeps ids exact next to %s', (_what, body) => {
    expect(parseExactJson(body, 'upsertBody')).toMatchObject({ points: [{ id: last }] });
  });

  test.each<[string, NodeKind, string]>([
    [
      'payloads',
      'upsertBody',
      `{"points":[{"id":1,"payload":{"id":${last},"ids":[${last}],"deep":{"offset":${last}}}}]}`,
    ],
    ['vectors', 'upsertBody', `{"points":[{"id":1,"vector":[${last}]}]}`],
    ['query vectors', 'queryBody', `{"query":[${last}]}`],
    ['vectors called like ids', 'upsertBody', `{"points":[{"id":1,"vector":{"id":[${last}],"ids":[${last}]}}]}`],
    ['context vectors', 'queryBody', `{"query":{"context":[{"positive":[${last}],"negative":[${last}]}]}}`],
    [
      'conditions',
      'scrollBody',
      `{"filter":{"must":[{"key":"n","range":{"gt":${last}}},{"key":"n","match":{"value":${last}}}]}}`,
    ],
    ['decay targets', 'queryBody', `{"query":{"formula":{"lin_decay":{"x":"n","target":${last}}}}}`],
    ['defaults of a formula', 'queryBody', `{"query":{"formula":"id","defaults":{"id":${last}}}}`],
    ['the offset of a query', 'queryBody', `{"query":[1],"offset":${last}}`],
    ['negative numbers', 'idsBody', `{"ids":[-${last}]}`],
    ['fractions', 'idsBody', `{"ids":[${last}e-30, 2.5]}`],
  ])('does not turn numbers in %s into bigints', (_what, kind, text) => {
    expect(parseExactJson(text, kind)).toEqual(JSON.parse(text));
  });

  test.each([
    ['{"a":1.0,"a":1}', '{"a":1}'],
    ['{"a":1,"a":1.0}', '{"a":1.0}'],
    ['{"a":[1.0],"a":[1]}', '{"a":[1]}'],
    ['{"a":[1],"a":[1.0]}', '{"a":[1.0]}'],
    ['{"a":{"b":1.0},"a":{"b":1}}', '{"a":{"b":1}}'],
    ['{"a":{"b":1.0},"a":{"c":1}}', '{"a":{"c":1}}'],
    ['{"a":[1.0,2.0],"a":1}', '{"a":1}'],
    ['{"a":1.0,"a":"1.0"}', '{"a":"1.0"}'],
    ['{"a":[2.0],"a":{"0":2}}', '{"a":{"0":2}}'],
    [String.raw`{"\u0061":1.0,"a":1}`, '{"a":1}'],
    ['{"__proto__":1.0,"constructor":{"b":2.0}}', '{"__proto__":1.0,"constructor":{"b":2.0}}'],
    ['[1.0,[2,3.0],{"a":-0}]', '[1.0,[2,3.0],{"a":-0.0}]'],
    ['{"a":false,"b":[true,null,4.0],"c":1e2}', '{"a":false,"b":[true,null,4.0],"c":100.0}'],
    ['{"a":[1,"]",2.0],"b":[3,[4.0],5.0]}', '{"a":[1,"]",2.0],"b":[3,[4.0],5.0]}'],
    ['{"a":10e-1,"b":1.5e1,"c":0.0e5,"d":1e-1,"e":1E2}', '{"a":1.0,"b":15.0,"c":0.0,"d":0.1,"e":100.0}'],
    ['{"a":1e16,"b":-12345678901234567890.0,"c":1e400}', '{"a":1e16,"b":-1.2345678901234567e19,"c":null}'],
  ])('parses %s into a value that stringifyExactJson writes as %s', (text, written) => {
    expect(stringifyExactJson(parseExactJson(text, undefined))).toBe(written);
  });

  test.each<[string, NodeKind, string]>([
    [
      'a point',
      'upsertBody',
      '{"points":[{"id":1,"vector":[1.0,2.0]},{"id":2,"vector":{"a":[1.0],"b":[[1.0],[2.0]]}}]}',
    ],
    ['sparse vectors', 'upsertBody', '{"points":[{"id":1,"vector":{"a":{"indices":[1],"values":[2.0]}}}]}'],
    ['a batch', 'upsertBody', '{"batch":{"ids":[1,2],"vectors":{"a":[[1.0],[2.0]],"b":[[[1.0]]]}}}'],
    ['a query', 'queryBody', '{"query":{"nearest":[1.0,[2.0]]},"prefetch":[{"query":[1.0,2.0]}]}'],
    ['a recommendation', 'queryBody', '{"query":{"recommend":{"positive":[1,[1.0]],"negative":[[[1.0]]]}}}'],
    ['a search', 'searchBody', '{"vector":{"name":"a","vector":[1.0]}}'],
  ])('keeps the elements of vectors in %s as plain numbers', (_what, kind, text) => {
    // A whole float outside the vectors, which makes the parser search the text.
    const body = text.replace(/\}$/, ',"other":3.0}');
    const expected = { ...(JSON.parse(body) as object), other: new WholeFloat(3) };
    expect(parseExactJson(body, kind)).toEqual(expected);
  });

  test('recognizes whole floats in the indices of sparse vectors, but not in a vector that is named "indices"', () => {
    const read = (vector: string): unknown => parseExactJson(`{"points":[{"id":1,"vector":${vector}}]}`, 'upsertBody');
    const point = (vector: object): object => ({ points: [{ id: 1, vector }] });
    const float = new WholeFloat(1);
    expect(read('{"a":{"indices":[1.0,2],"values":[1.0,2.0]}}')).toEqual(
      point({ a: { indices: [float, 2], values: [1, 2] } }),
    );
    expect(read('{"indices":[1.0],"values":[1.0]}')).toEqual(point({ indices: [1], values: [1] }));
    expect(read('{"indices":{"indices":[1.0],"values":[1.0]}}')).toEqual(
      point({ indices: { indices: [float], values: [1] } }),
    );
    // Beyond the first slice of the text that is searched.
    const rows = Array.from({ length: 40_000 }, () => '{"id":1,"vector":[0.5]}').join();
    const long = parseExactJson(
      `{"points":[${rows},{"id":1,"vector":{"a":{"indices":[1.0],"values":[1]}}}]}`,
      'upsertBody',
    );
    expect((long as { points: unknown[] }).points.at(-1)).toEqual({
      id: 1,
      vector: { a: { indices: [float], values: [1] } },
    });
  });

  test('leaves digits in texts unchanged', () => {
    const value = { ids: [`${last}`, `[${last},`, `\\"${last},"`], [`"${last}`]: 'x' };
    const text = JSON.stringify({ ...value, points: [1] }).replace('[1]', `[${last}]`);
    expect(parseExactJson(text, 'idsBody')).toEqual({ ...value, points: [last] });
  });

  test.each([['{'], [''], [`{"ids":[0${last}]}`], [`{${last}:1}`], [`{"ids":[${last} ${last}]}`]])(
    'refuses %j, as JSON.parse does',
    (text) => {
      expect(() => parseExactJson(text, 'idsBody')).toThrow(SyntaxError);
    },
  );

  test('refuses a long number next to nesting that is too deep to walk', () => {
    const depth = 100_000;
    const text = `{"ids":[${last}],"filter":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(() => parseExactJson(text, 'idsBody')).toThrow('recursion limit exceeded');
  });
});

describe('stringifyExactJson', () => {
  test('returns what JSON.stringify returns for values without bigints', () => {
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
        expect(parseExactJson(stringifyExactJson({ ids: values }), 'idsBody')).toEqual({ ids: values });
      }),
    );
  });
});
