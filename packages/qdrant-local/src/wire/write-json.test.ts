import fc from 'fast-check';
import { expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { WholeFloat } from '../json/whole-float.ts';
import { stringifyExactJson } from './exact-json.ts';
import { writeJson } from './write-json.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('__proto__', '1', '0', '"\\', '\ud800'),
);
const scalar = fc.oneof(
  fc.double(),
  text,
  fc.constantFrom(null, undefined, true, 2n ** 64n - 1n, new WholeFloat(10), new WholeFloat(-0)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 6 }),
  object: fc.dictionary(text, tie('value'), { maxKeys: 6 }),
}));

test('a value written in parts of any size has the same text as one written in a single step', () => {
  fc.assert(
    fc.property(
      value.filter((any) => any !== undefined),
      fc.integer({ min: 1, max: 12 }),
      (any, size) => {
        expect(atOnce(writeJson(any, size)).join('')).toBe(stringifyExactJson(any));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  [
    'a list of many points',
    { result: { points: Array.from({ length: 3000 }, (_, id) => ({ id, payload: { a: [id] } })) } },
  ],
  ['a list of many numbers', { result: [{ vector: Array.from({ length: 20_000 }, (_, index) => index / 3) }] }],
  ['an object of many fields', Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, null]))],
  ['a long text', ['long 😀 text '.repeat(20_000)]],
])('%s is written in many short parts', (_what, any) => {
  const parts = atOnce(writeJson(any, 100));
  expect(parts.length).toBeGreaterThan(50);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(5000);
  expect(parts.join('')).toBe(JSON.stringify(any));
});
