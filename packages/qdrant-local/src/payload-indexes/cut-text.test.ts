import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { stemmerLanguages, type TextSettings } from '../requests/types/index-settings.ts';
import { cutText } from './cut-text.ts';
import { createTokenizer } from './tokenize.ts';

const parts = [
  'a',
  'B',
  'é',
  'e\u0301',
  '\u0301',
  '𝒜',
  'ß',
  'Σ',
  'σ',
  "'",
  '.',
  ',',
  '7',
  '-',
  '_',
  '日本語',
  'カ',
  'ー',
]
  .concat(['。', '、', '，', 'ไทย', '\u200d', '👩‍👩', '🇩🇪', '\ud800', '\udc00', 'ﬁ', '\u00ad', 'ـ', 'א'])
  .concat([' ', '\n', '\u00a0', '\u3000', '\u0085', '  ']);
const text = fc.oneof(
  fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((some) => some.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const settings: fc.Arbitrary<Partial<TextSettings>> = fc.record(
  {
    tokenizer: fc.constantFrom('word', 'whitespace', 'prefix', 'multilingual', 'code'),
    lowercase: fc.boolean(),
    ascii_folding: fc.boolean(),
    stopwords: fc.constant({ custom: ['a', 'b7'] }),
    stemmer: fc.constantFrom(...stemmerLanguages).map((language) => ({ type: 'snowball' as const, language })),
    min_token_len: fc.constantFrom(1, 2),
    max_token_len: fc.constantFrom(1, 3),
  },
  { requiredKeys: ['tokenizer'] },
);

test('with any tokenizer, a text cut into slices has the same tokens as the whole text', () => {
  fc.assert(
    fc.property(text, settings, fc.integer({ min: 1, max: 8 }), (any, given, length) => {
      const asked = { type: 'text', ...given } as const;
      const [sliced, whole] = [createTokenizer(asked, length), createTokenizer(asked, Infinity)];
      expect([...sliced.tokens(any)].flat()).toEqual([...whole.tokens(any)].flat());
      expect([...sliced.queryTokens(any)].flat()).toEqual([...whole.queryTokens(any)].flat());
    }),
    { numRuns: 2000 },
  );
});

describe('the slices of a text', () => {
  test('add up to the text, and only the last may be shorter than requested', () => {
    const longest = fc.option(fc.integer({ min: 8, max: 12 }), { nil: undefined });
    fc.assert(
      fc.property(text, longest, fc.integer({ min: 1, max: 8 }), (any, most, length) => {
        const cuts = { before: /\s/u, ...(most === undefined ? {} : { longest: most }) };
        const slices = [...cutText(any, cuts, length)];
        expect(slices.join('')).toBe(any);
        for (const slice of slices.slice(0, -1)) expect(slice.length).toBeGreaterThanOrEqual(length);
        // A slice is one unit longer when the limit is in the middle of a surrogate pair.
        if (most !== undefined) for (const slice of slices) expect(slice.length).toBeLessThanOrEqual(most + 1);
      }),
      { numRuns: 1000 },
    );
  });

  test('never end in the middle of a character', () => {
    const slices = [...cutText('😀'.repeat(50), { before: /\s/u, longest: 7 }, 3)];
    for (const slice of slices) expect(slice.isWellFormed()).toBe(true);
    expect(slices.length).toBeGreaterThan(10);
  });
});

test.each(['word', 'whitespace', 'prefix', 'multilingual', 'code'] as const)(
  'the tokenizer %s cuts a long text into many slices',
  (tokenizer) => {
    const { tokens } = createTokenizer({ type: 'text', tokenizer });
    expect([...tokens('some words '.repeat(3000))].length).toBeGreaterThan(20);
    if (tokenizer === 'multilingual') expect([...tokens('日本語'.repeat(10_000))].length).toBeGreaterThan(5);
  },
);

test('a very long word is neither stemmed nor folded, and has at most 255 prefixes', () => {
  const word = `${'é'.repeat(1000)}ing`;
  const stemmer = { type: 'snowball', language: 'english' } as const;
  const { tokens } = createTokenizer({ type: 'text', stemmer, ascii_folding: true });
  expect([...tokens(`${word} éating`)].flat()).toEqual([word, 'eat']);
  const prefixes = createTokenizer({ type: 'text', tokenizer: 'prefix' });
  expect([...prefixes.tokens('𐐨x'.repeat(1000))].flat()).toHaveLength(255);
  expect([...prefixes.queryTokens(word)].flat()).toEqual(['é'.repeat(255)]);
});
