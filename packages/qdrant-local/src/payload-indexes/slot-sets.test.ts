import fc from 'fast-check';
import { expect, test } from 'vitest';

import { SlotList } from './slot-list.ts';
import { intersectSlots, subtractSlots, uniteSlots } from './slot-sets.ts';

const ascending = (slots: Iterable<number>): number[] => [...new Set(slots)].toSorted((a, b) => a - b);
// Dense lists, and lists with wide gaps, which exercise the doubling steps.
const slots = fc.oneof(
  fc.array(fc.nat(20)).map(ascending),
  fc.array(fc.nat(100_000), { maxLength: 200 }).map(ascending),
  fc.constant(Array.from({ length: 300 }, (_, index) => index)),
);

test('intersection, difference and union have the same slots as for sets, in ascending order', () => {
  fc.assert(
    fc.property(slots, slots, slots, (a, b, c) => {
      const [listA, listB, listC] = [a, b, c].map((list) => Uint32Array.from(list)) as [
        Uint32Array,
        Uint32Array,
        Uint32Array,
      ];
      expect([...intersectSlots(listA, listB)]).toEqual(a.filter((slot) => b.includes(slot)));
      expect([...subtractSlots(listA, listB)]).toEqual(a.filter((slot) => !b.includes(slot)));
      expect([...uniteSlots([listA, listB, listC])]).toEqual(ascending([...a, ...b, ...c]));
    }),
  );
});

test('a union accepts unordered lists with repetitions, and an empty list of lists', () => {
  expect([...uniteSlots([Uint32Array.of(31, 3, 31), Uint32Array.of(0, 63, 64)])]).toEqual([0, 3, 31, 63, 64]);
  expect(uniteSlots([])).toHaveLength(0);
  expect(uniteSlots([new Uint32Array(0)])).toHaveLength(0);
});

test('a slot list is an ascending set with counts, and reports whether a change had an effect', () => {
  const change = fc.tuple(fc.constantFrom(0, 1, 1, 3), fc.nat(15));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const list = new SlotList();
      const counts = new Map<number, number>();
      for (const [count, slot] of changes) {
        const isChanged = count === 0 ? counts.delete(slot) : !counts.has(slot) && counts.set(slot, count).has(slot);
        expect(count === 0 ? list.remove(slot) : list.add(slot, count)).toBe(isChanged);
        expect([...list.view()]).toEqual(ascending(counts.keys()));
        expect([...(list.counts() ?? list.view().map(() => 1))]).toEqual(
          [...list.view()].map((one) => counts.get(one)),
        );
        expect(list.size).toBe(counts.size);
      }
    }),
  );
});
