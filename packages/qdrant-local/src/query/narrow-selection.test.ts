import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Turns } from '../turns/turns.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { excludeSlots, intersectSelections, selectOnly, slotTest } from './narrow-selection.ts';

const slots = Array.from({ length: 20 }, (_, slot) => slot);
const someSlots = fc.uniqueArray(fc.constantFrom(...slots));
const selection = fc
  .record({ candidates: fc.option(someSlots, { nil: undefined }), passing: fc.option(someSlots, { nil: undefined }) })
  .map(({ candidates, passing }) => ({
    selection: {
      candidates: candidates && Uint32Array.from(candidates).toSorted(),
      passes: passing && ((slot: number) => passing.includes(slot)),
    } satisfies SlotSelection,
    members: slots.filter((slot) => (candidates?.includes(slot) ?? true) && (passing?.includes(slot) ?? true)),
  }));

/** Reads a selection like a search. */
function read({ candidates, passes }: SlotSelection): number[] {
  return [...(candidates ?? slots)].filter((slot) => passes?.(slot) ?? true);
}

test('the intersection contains the slots of both selections, ascending', () => {
  fc.assert(
    fc.property(selection, selection, (a, b) => {
      const common = a.members.filter((slot) => b.members.includes(slot));
      expect(read(intersectSelections(a.selection, b.selection))).toEqual(common);
    }),
  );
});

test('excluded slots are removed, and all others stay', () => {
  fc.assert(
    fc.property(selection, someSlots, (a, excluded) => {
      const rest = a.members.filter((slot) => !excluded.includes(slot));
      expect(read(excludeSlots(a.selection, new Set(excluded)))).toEqual(rest);
    }),
  );
});

test('a selection of given slots contains each slot once, ascending', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...slots)), async (given) => {
      expect(read(await selectOnly(new Set(given), new Turns()))).toEqual(slots.filter((slot) => given.includes(slot)));
    }),
  );
});

test('the slot test passes exactly the selected slots', () => {
  fc.assert(
    fc.property(selection, (a) => {
      expect(slots.filter(slotTest(a.selection))).toEqual(a.members);
    }),
  );
});
