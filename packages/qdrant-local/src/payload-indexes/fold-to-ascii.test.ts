import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { foldToAscii } from './fold-to-ascii.ts';

/** The characters that Qdrant's engine (qdrant-edge-py 0.9.0) folds to each spelling: every character up to U+FFFF was looked up in a text index. */
const golden = JSON.parse(
  readFileSync(new URL('../__fixtures__/ascii-folding.json', import.meta.url), 'utf8'),
) as Record<string, string>;

test('folds every character up to U+FFFF as the engine does', () => {
  const expected = new Map(
    Object.entries(golden).flatMap(([ascii, characters]) => Array.from(characters, (one) => [one, ascii] as const)),
  );
  expect(expected.size).toBe(1241);
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    const folded = foldToAscii(character);
    if (folded !== (expected.get(character) ?? character)) expect.fail(`U+${code.toString(16)} becomes ${folded}`);
  }
});

test.each([
  ['déjà vu', 'deja vu'],
  ['Ærøskøbing', 'AEroskobing'],
  ['ﬁn ① ⒈ ⑴ ｚ', 'fin 1 1. (1) z'],
  ['“don’t” «a–b»', '"don\'t" "a-b"'],
  ['1ª … ™ № Ⅳ e\u0301', '1ª … ™ № Ⅳ e\u0301'],
  ['мир 日本 𝒜', 'мир 日本 𝒜'],
  ['plain', 'plain'],
])('folds %j to %j', (text, expected) => {
  expect(foldToAscii(text)).toBe(expected);
});
