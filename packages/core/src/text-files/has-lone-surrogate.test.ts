import fc from 'fast-check';
import { expect, test } from 'vitest';

import { hasLoneSurrogate } from './has-lone-surrogate.ts';

test.each([
  ['"\\ud800"', true],
  ['"\\uD83D\\uDE00"', false],
  ['"\\uDE00\\uD83D"', true],
  ['"\\ud83d\\ud83d\\ude00"', true],
  ['"\\\\ud800"', false],
  ['"\\\\\\ud800"', true],
  ['"\\\\ud83d\\ude00"', true],
  ['{"\\udfff":1}', true],
  ['"\\ud7ff\\ue000"', false],
])('%s has a lone surrogate: %s', (json, expected) => expect(hasLoneSurrogate(json)).toBe(expected));

test('the escapes of a text have half of a pair exactly when its value has', () => {
  const unit = fc.constantFrom('\\', '"', 'u', 'd', '\n', '\uD83D', '\uDE00', '\uD800', 'é');
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(hasLoneSurrogate(JSON.stringify(text))).toBe(!text.isWellFormed());
    }),
  );
});

test('half of a pair is found beside and across the ends of the steps of a long text', () => {
  for (let before = 2 ** 20 - 14; before < 2 ** 20 + 2; before++) {
    const start = `"${'a'.repeat(before)}`;
    expect([hasLoneSurrogate(`${start}\\ud83d\\ude00"`), hasLoneSurrogate(`${start}\\ud83d\\u0061"`)]).toEqual([
      false,
      true,
    ]);
    expect(hasLoneSurrogate(`${start}\\\\ud83d\\ude00"`)).toBe(true);
  }
});
