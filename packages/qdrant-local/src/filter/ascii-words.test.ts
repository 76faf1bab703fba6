import fc from 'fast-check';
import { expect, it } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { compileTextMatch } from '../payload-indexes/match-text.ts';
import { collectTokens, createTokenizer } from '../payload-indexes/tokenize.ts';
import { matchAsciiWords } from './ascii-words.ts';
import { compileValuePredicate } from './compile-value-predicate.ts';

const tokenizer = createTokenizer({ type: 'text' });
const tokensOf = (text: string): string[] => atOnce(collectTokens(tokenizer.tokens(text)));
const piece = fc.oneof(
  fc.constantFrom(
    'sea',
    'Sea',
    'seas',
    'undersea',
    'a',
    'A1',
    '1',
    '_',
    "'",
    '.',
    '\u{212a}',
    'ß',
    'É',
    'é',
    '海',
    '\0',
    '\u{85}',
  ),
  fc.string({ maxLength: 2 }),
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom('', ' ', '-', '\n')), { maxLength: 12 })
  .map((pieces) => pieces.flat().join(''));

it('a text passes exactly when its tokens do', () => {
  fc.assert(
    fc.property(text, text, fc.constantFrom('text', 'textAny', 'phrase'), (stored, query, kind) => {
      const test = { kind, text: query } as const;
      const expected = atOnce(compileTextMatch(test, tokenizer))(tokensOf(stored));
      expect(atOnce(compileValuePredicate(test))(stored)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});

it.each([
  ['a text with another character', ['sea'], 'the sea, où', undefined],
  ['many words', Array.from({ length: 17 }, (_, index) => `w${index}`), 'w0', undefined],
  ['a long word', ['w'.repeat(65)], 'w', undefined],
  ['a word at both ends', ['sea'], 'Sea', true],
  ['a word that only parts of words contain', ['sea'], 'seas undersea 1sea sea1', false],
  ['a word after a part of a word', ['sea'], 'undersea sea', true],
])('matchAsciiWords judges %s', (_, words, stored, expected) => {
  expect(matchAsciiWords(words, { isAny: false })(stored)).toBe(expected);
});

it('a text without words is found by no query, and a query without words finds no text', () => {
  for (const isAny of [true, false]) {
    expect(matchAsciiWords(['sea'], { isAny })('')).toBe(false);
    expect(matchAsciiWords([], { isAny })('sea')).toBe(false);
  }
});
