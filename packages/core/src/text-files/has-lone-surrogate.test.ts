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
])('%s has half of a surrogate pair: %s', (json, expected) => expect(hasLoneSurrogate(json)).toBe(expected));

test('the escapes of a text have half of a pair exactly when its value has', () => {
  const unit = fc.constantFrom('\\', '"', 'u', 'd', '\n', '\uD83D', '\uDE00', '\uD800', 'é');
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(hasLoneSurrogate(JSON.stringify(text))).toBe(!text.isWellFormed());
    }),
  );
});
