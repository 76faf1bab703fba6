import fc from 'fast-check';
import { expect, it, test } from 'vitest';

import { repeatedFields } from './repeated-fields.ts';

it.each<[string, string[]]>([
  ['{"text": "One", "text": "Two", "text": "Three"}', ['text: "One"', 'text: "Two"']],
  ['[{"a": 1}, {"a": 2, "b": {"a": 3}}]', []],
  ['{"a": {"b": [1, {"c": 2}], "b": 3}, "a": []}', ['b: [1, {"c": 2}]', 'a: {"b": [1, {"c": 2}], "b": 3}']],
  [String.raw`{"a": "\"a\": 1,", "\u0061": 2}`, [String.raw`a: "\"a\": 1,"`]],
  ['{}', []],
  ['"text"', []],
])('finds the repeated fields of %s', (json, fields) => expect(repeatedFields(json)).toEqual(fields));

test('JSON that a program wrote has none', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(repeatedFields(json)).toEqual([]);
    }),
  );
});

test('a text with millions of escapes is read', () => {
  const json = JSON.stringify({ a: 1, text: '\n'.repeat(4_000_000) });
  expect(repeatedFields(json.replace('"text"', '"a"'))).toEqual(['a: 1']);
});
