import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { parseJson } from './parse-json.ts';

/** Returns the parsed value, or a text that says that the input is not JSON. */
function outcomeOf(parse: () => unknown): unknown {
  try {
    return { value: parse() };
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'not JSON';
  }
}

const key = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.constantFrom('a', 'b', '1', '0', '__proto__', '":{', '\\', '\ud800', 'ü'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, fc.double({ noNaN: true }), key, fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 5 }),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((members) => new Members(members)),
}));
const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r ');

/** Members of an object. A key may occur twice. */
class Members {
  readonly members: readonly [string, unknown][];

  constructor(members: readonly [string, unknown][]) {
    this.members = members;
  }
}

/** Returns the JSON text of a value, which may contain a key twice. */
function write(node: unknown, gap: string): string {
  if (node instanceof Members) {
    const members = node.members.map(
      ([name, inner]) => `${gap}${JSON.stringify(name)}${gap}:${write(inner, gap)}${gap}`,
    );
    return `{${members.join(',')}${gap}}`;
  }
  if (Array.isArray(node)) return `[${node.map((item) => `${gap}${write(item, gap)}`).join(`${gap},`)}${gap}]`;
  return JSON.stringify(node);
}

const json = fc.tuple(value, space).map(([node, gap]) => `${gap}${write(node, gap)}${gap}`);
const piece = fc.constantFrom(
  '',
  ',',
  '[',
  ']',
  '{',
  '}',
  '"',
  ':',
  '0',
  '1',
  'a',
  '\\',
  ' ',
  'null',
  '-',
  '\n',
  '[]',
  '{}',
  ',,',
);
/** JSON text in which another text replaces a part. */
const damaged = fc.tuple(json, fc.nat(), fc.nat(3), piece).map(([text, place, length, instead]) => {
  const at = place % (text.length + 1);
  return text.slice(0, at) + instead + text.slice(at + length);
});
const sliceLength = fc.integer({ min: 1, max: 12 });

describe('parseJson', () => {
  test('returns what JSON.parse returns for every JSON text, even with very short slices', () => {
    fc.assert(
      fc.property(json, sliceLength, (text, length) => {
        const parsed = atOnce(parseJson(text, length)).value;
        const expected: unknown = JSON.parse(text);
        expect(parsed).toStrictEqual(expected);
        // This also compares the order of keys.
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(expected));
      }),
      { numRuns: 2000 },
    );
  });

  test('has the same outcome as JSON.parse for damaged texts, most of which are not JSON', () => {
    fc.assert(
      fc.property(damaged, sliceLength, (text, length) => {
        expect(outcomeOf(() => atOnce(parseJson(text, length)).value)).toStrictEqual(outcomeOf(() => JSON.parse(text)));
      }),
      { numRuns: 3000 },
    );
  });

  test('has the same outcome as JSON.parse for every prefix of a text', () => {
    fc.assert(
      fc.property(json, fc.nat(), sliceLength, (text, place, length) => {
        const beginning = text.slice(0, place % (text.length + 1));
        const parse = (): unknown => atOnce(parseJson(beginning, length)).value;
        expect(outcomeOf(parse)).toStrictEqual(outcomeOf(() => JSON.parse(beginning)));
      }),
      { numRuns: 1000 },
    );
  });

  test('reports the position of a fault in the whole text', () => {
    const text = `{"points":[${'{"id":1,"vector":[1,2]},'.repeat(20)}{"id":1 "vector":[]}]}`;
    const position = text.indexOf('1 "') + 2;
    expect(() => atOnce(parseJson(text, 50))).toThrow(new RegExp(`position (${position}|${position - 8})\\b`));
  });

  test('takes many short steps for long lists and objects', () => {
    const list = Array.from({ length: 5000 }, (_, id) => ({ id, vector: [1, 2, 3] }));
    const text = JSON.stringify({ points: list, more: Object.fromEntries(list.map((item) => [`k${item.id}`, item])) });
    let steps = 0;
    for (const _ of parseJson(text, 1000)) steps++;
    expect(steps).toBeGreaterThan(300);
  });

  test('returns the objects and lists that were long', () => {
    const { value: parsed, large } = atOnce(parseJson('{"short":[1],"long":[1,2,3,4,5,6,7,8,9]}', 12));
    expect([...large]).toEqual([parsed, [1, 2, 3, 4, 5, 6, 7, 8, 9]]);
  });

  test('refuses more than 256 levels of nested long lists, and a million levels', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(atOnce(parseJson(nested(250), 4)).value).toEqual(JSON.parse(nested(250)));
    for (const levels of [300, 1_000_000]) {
      expect(() => atOnce(parseJson(nested(levels), 4))).toThrow('recursion limit exceeded');
    }
  });
});
