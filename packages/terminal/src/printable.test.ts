import { expect, it } from 'vitest';

import { printable, printableLine } from './printable.ts';

it('keeps line breaks and tabs, and replaces control characters', () => {
  expect(printable('a\tb\nc\u001B[31m\u009B2J\r')).toBe('a\tb\nc·[31m·2J·');
  expect(printableLine('a\tb\nc')).toBe('a·b·c');
});
