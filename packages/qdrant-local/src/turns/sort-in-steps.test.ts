import fc from 'fast-check';
import { expect, test } from 'vitest';

import { sortInTurns } from './sort-in-steps.ts';
import { Turns } from './turns.ts';

test('sorts long lists as a stable sort does', async () => {
  const property = fc.asyncProperty(fc.integer({ min: 0, max: 9000 }), fc.nat(), async (length, seed) => {
    const items = Array.from({ length }, (_, index) => ({ key: (index * 7919 + seed) % 50, index }));
    const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
    expect(await sortInTurns(items, compare, new Turns())).toEqual(items.toSorted(compare));
  });
  await fc.assert(property, { numRuns: 30 });
});
