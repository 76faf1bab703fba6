import fc from 'fast-check';
import { expect, test } from 'vitest';

import { seal, unseal } from './sealed-entry.ts';

const members = ['count', 'config'] as const;
const entries = fc.record({ count: fc.integer(), config: fc.jsonValue() }, { noNullPrototype: true });

/** Returns a value as the file stores it. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

test('a sealed entry is read back unchanged', () => {
  fc.assert(
    fc.property(fc.string(), entries, (key, entry) => {
      expect(unseal(key, stored(seal(key, entry)), members)).toEqual(stored(entry));
    }),
  );
});

test('rejects an entry that was changed, moved to another key, or lost part of its checksum', () => {
  const sealed = seal('a', { count: 1, config: { size: 4 } });
  const { checksum, ...bare } = sealed;
  expect(unseal('b', sealed, members)).toBeUndefined();
  expect(unseal('a', { ...sealed, count: 2 }, members)).toBeUndefined();
  expect(unseal('a', { ...sealed, config: { size: 5 } }, members)).toBeUndefined();
  expect(unseal('a', { ...bare, checksun: checksum } as typeof sealed, members)).toBeUndefined();
  expect(unseal<typeof bare>('a', null as unknown as typeof sealed, members)).toBeUndefined();
  expect(unseal<typeof bare>('a', undefined, members)).toBeUndefined();
});

test('reads an entry of an earlier release, which has no checksum', () => {
  expect(unseal('a', { count: 1, config: null }, members)).toEqual({ count: 1, config: null });
});
