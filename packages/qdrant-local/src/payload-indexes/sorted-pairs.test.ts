import fc from 'fast-check';
import { expect, test } from 'vitest';

import { SortedPairs } from './sorted-pairs.ts';

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1e300, -1e300),
);
const bound = fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: number });

test('after any changes, a range contains the pairs within its bounds, in order, each once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), number, fc.nat(5))),
      fc.array(fc.record({ gt: bound, gte: bound, lt: bound, lte: bound })),
      fc.nat(),
      (changes, questions, pause) => {
        const pairs = new SortedPairs();
        const plain = new Map<string, { key: number; slot: number }>();
        for (const [index, [isAdded, key, slot]] of changes.entries()) {
          if (isAdded) pairs.add(key, slot);
          else pairs.remove(key, slot);
          // Reading the size merges the changes once in the middle.
          if (index === pause % (changes.length + 1)) expect(pairs.size).toBeGreaterThanOrEqual(0);
          if (isAdded) plain.set(`${key + 0}/${slot}`, { key: key + 0, slot });
          else plain.delete(`${key + 0}/${slot}`);
        }
        const sorted = [...plain.values()].toSorted((a, b) =>
          a.key < b.key ? -1 : a.key > b.key ? 1 : a.slot - b.slot,
        );
        expect(pairs.size).toBe(sorted.length);
        for (const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } of [{}, ...questions]) {
          const range = pairs.range({ gt, gte, lt, lte });
          const expected = sorted.filter(({ key }) => key > gt && key >= gte && key < lt && key <= lte);
          const found = Array.from(pairs.slots(range), (slot, index) => ({ key: pairs.key(range.from + index), slot }));
          expect(found).toEqual(expected);
        }
      },
    ),
  );
});

test('many changes are merged in several passes', () => {
  const pairs = new SortedPairs();
  for (let slot = 0; slot < 20_000; slot++) pairs.add((slot * 7919) % 1000, slot);
  for (let slot = 0; slot < 20_000; slot += 2) pairs.remove((slot * 7919) % 1000, slot);
  expect(pairs.size).toBe(10_000);
  const { from, to } = pairs.range({ gt: -Infinity, gte: 919, lt: Infinity, lte: 919 });
  expect([...pairs.slots({ from, to })]).toEqual(Array.from({ length: 20 }, (_, index) => index * 1000 + 1));
});
