import { expect, it } from 'vitest';

import { isDocumentId } from './is-document-id.ts';

it.each([0, 2 ** 53 - 1, 0n, 2n ** 64n - 1n, '', 'notes/bees.md', '🐝'])('isDocumentId accepts %s', (id) => {
  expect(isDocumentId(id)).toBe(true);
});

it.each([-1, 1.5, 2 ** 53, NaN, -1n, 2n ** 64n, 'cut \ud83d', undefined, null, {}])('isDocumentId refuses %s', (id) => {
  expect(isDocumentId(id)).toBe(false);
});
