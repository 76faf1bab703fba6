import { sortInTurns } from '../turns/sort-in-steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';

/** Returns the slots in both selections. */
export function intersectSelections(a: SlotSelection, b: SlotSelection): SlotSelection {
  return { candidates: intersectSlots(a.candidates, b.candidates), passes: bothPass(a.passes, b.passes) };
}

/** Returns the selection without `slots`. */
export function excludeSlots(selection: SlotSelection, slots: ReadonlySet<number>): SlotSelection {
  if (slots.size === 0) return selection;
  return { candidates: selection.candidates, passes: bothPass((slot) => !slots.has(slot), selection.passes) };
}

/** Returns a selection of exactly these live slots. */
export async function selectOnly(slots: ReadonlySet<number>, turns: Turns): Promise<SlotSelection> {
  const ascending = await sortInTurns([...slots], (a, b) => a - b, turns);
  return { candidates: Uint32Array.from(ascending), passes: undefined };
}

/** Returns a predicate that tells whether a live slot is selected. */
export function slotTest({ candidates, passes }: SlotSelection): (slot: number) => boolean {
  const among = candidates === undefined ? undefined : new Set(candidates);
  return (slot) => (among === undefined || among.has(slot)) && (passes === undefined || passes(slot));
}

type Passes = SlotSelection['passes'];

function bothPass(a: Passes, b: Passes): Passes {
  if (a === undefined || b === undefined) return a ?? b;
  return (slot) => a(slot) && b(slot);
}

/** Returns the slots in both lists, which must be ascending. */
function intersectSlots(a: Uint32Array | undefined, b: Uint32Array | undefined): Uint32Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const common = new Uint32Array(Math.min(a.length, b.length));
  let size = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]! < b[j]!) i++;
    else if (a[i]! > b[j]!) j++;
    else {
      common[size++] = a[i]!;
      i++;
      j++;
    }
  }
  return common.subarray(0, size);
}
