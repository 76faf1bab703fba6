import fc from 'fast-check';
import { expect, test } from 'vitest';

import { PostingLists } from './posting-lists.ts';

const step = fc.oneof(
  fc.record({ index: fc.nat(3), slot: fc.nat(50), value: fc.integer() }),
  fc.record({ index: fc.nat(3), position: fc.nat() }),
);

test('lists contain what was added and not removed, at the returned positions', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const lists = new PostingLists();
      const expected = new Map<number, [slot: number, value: number][]>();
      for (const given of steps) {
        const list = lists.findOrCreate(given.index);
        const entries = expected.get(given.index) ?? [];
        expected.set(given.index, entries);
        if ('slot' in given) {
          expect(lists.add(list, given.slot, given.value)).toBe(entries.length);
          entries.push([given.slot, Math.fround(given.value)]);
        } else if (entries.length > 0) {
          const position = given.position % entries.length;
          const last = entries.pop()!;
          expect(lists.remove(list, position)).toBe(position === entries.length ? undefined : last[0]);
          if (position < entries.length) entries[position] = last;
        }
        for (const [index, held] of expected) {
          const number = lists.find(index)!;
          const start = lists.start(number);
          expect(lists.index(number)).toBe(index);
          expect(lists.length(number)).toBe(held.length);
          expect(held).toEqual(held.map((_, at) => [lists.slots[start + at], lists.value(number, at)]));
        }
      }
    }),
  );
});

test('freed blocks are reused', () => {
  const lists = new PostingLists();
  for (let round = 0; round < 50; round++) {
    const list = lists.findOrCreate(round);
    for (let slot = 0; slot < 1000; slot++) lists.add(list, slot, 1);
    while (lists.length(list) > 0) lists.remove(list, 0);
  }
  expect(lists.slots.length).toBeLessThan(8 * 1024);
});
