import { expect, it } from 'vitest';

import { printable, printableLine } from './printable.ts';

it('leaves lines and tabs of a text, and nothing that steers the terminal', () => {
  expect(printable('a\tb\nc\u001B[31m\u009B2J\r')).toBe('a\tb\nc·[31m·2J·');
  expect(printableLine('a\tb\nc')).toBe('a·b·c');
});
