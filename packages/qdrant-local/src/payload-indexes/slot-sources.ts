import type { SlotSource } from './payload-index.ts';
import { noSlots, uniteSlots } from './slot-sets.ts';

/** A source that is known to have no slots. */
export const emptySource: SlotSource = { estimate: 0, isExact: true, slots: () => noSlots };

/** Returns a source for a finished list: ascending, each slot once. */
export function listSource(slots: Uint32Array, { isExact = true }: { readonly isExact?: boolean } = {}): SlotSource {
  return { estimate: slots.length, isExact, slots: () => slots };
}

/** Returns a source of the slots in any of the sources. */
export function unionSource(sources: readonly SlotSource[]): SlotSource {
  if (sources.length === 0) return emptySource;
  if (sources.length === 1) return sources[0]!;
  return {
    estimate: sources.reduce((total, { estimate }) => total + estimate, 0),
    isExact: sources.every(({ isExact }) => isExact),
    slots: () => uniteSlots(sources.map((source) => source.slots())),
  };
}
