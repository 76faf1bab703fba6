import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atOnce } from '../event-loop-turns.ts';
import { parseJson } from './parse-json.ts';

/** A value, or that the text is no JSON. */
function outcomeOf(parse: () => unknown): unknown {
  try {
    return { value: parse() };
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'no JSON';
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

/** Members of an object whose keys may come twice. */
class Members {
  readonly members: readonly [string, unknown][];

  constructor(members: readonly [string, unknown][]) {
    this.members = members;
  }
}

/** JSON text of a value, which may have a key twice. */
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
/** JSON text with a part of it gone, and another text there. */
const damaged = fc.tuple(json, fc.nat(), fc.nat(3), piece).map(([text, place, length, instead]) => {
  const at = place % (text.length + 1);
  return text.slice(0, at) + instead + text.slice(at + length);
});
const sliceLength = fc.integer({ min: 1, max: 12 });

describe('parseJson', () => {
  test('is JSON.parse for every JSON text, however short the slices', () => {
    fc.assert(
      fc.property(json, sliceLength, (text, length) => {
        const parsed = atOnce(parseJson(text, length)).value;
        const expected: unknown = JSON.parse(text);
        expect(parsed).toStrictEqual(expected);
        // With the order of keys.
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(expected));
      }),
      { numRuns: 2000 },
    );
  });

  test('is JSON.parse for texts that were damaged, most of which are no JSON', () => {
    fc.assert(
      fc.property(damaged, sliceLength, (text, length) => {
        expect(outcomeOf(() => atOnce(parseJson(text, length)).value)).toStrictEqual(outcomeOf(() => JSON.parse(text)));
      }),
      { numRuns: 3000 },
    );
  });

  test('is JSON.parse for every beginning of a text', () => {
    fc.assert(
      fc.property(json, fc.nat(), sliceLength, (text, place, length) => {
        const beginning = text.slice(0, place % (text.length + 1));
        const parse = (): unknown => atOnce(parseJson(beginning, length)).value;
        expect(outcomeOf(parse)).toStrictEqual(outcomeOf(() => JSON.parse(beginning)));
      }),
      { numRuns: 1000 },
    );
  });

  test('tells where in the whole text something is wrong', () => {
    const text = `{"points":[${'{"id":1,"vector":[1,2]},'.repeat(20)}{"id":1 "vector":[]}]}`;
    const position = text.indexOf('1 "') + 2;
    expect(() => atOnce(parseJson(text, 50))).toThrow(new RegExp(`position (${position}|${position - 8})\\b`));
  });

  test('takes many steps for long lists and objects, none of which is long', () => {
    const list = Array.from({ length: 5000 }, (_, id) => ({ id, vector: [1, 2, 3] }));
    const text = JSON.stringify({ points: list, more: Object.fromEntries(list.map((item) => [`k${item.id}`, item])) });
    let steps = 0;
    for (const _ of parseJson(text, 1000)) steps++;
    expect(steps).toBeGreaterThan(300);
  });

  test('tells which objects and lists were long', () => {
    const { value: parsed, large } = atOnce(parseJson('{"short":[1],"long":[1,2,3,4,5,6,7,8,9]}', 12));
    expect([...large]).toEqual([parsed, [1, 2, 3, 4, 5, 6, 7, 8, 9]]);
  });

  test('refuses long lists in each other beyond 256 levels, and a million of them', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(atOnce(parseJson(nested(250), 4)).value).toEqual(JSON.parse(nested(250)));
    for (const levels of [300, 1_000_000]) {
      expect(() => atOnce(parseJson(nested(levels), 4))).toThrow('recursion limit exceeded');
    }
  });
});
