import { lowerBound } from './slot-list.ts';

/** An empty list of slots. */
export const noSlots: Uint32Array = new Uint32Array(0);

/** Returns the slots in both lists. The lists must be ascending without repetitions, and so is the result. */
export function intersectSlots(a: Uint32Array, b: Uint32Array): Uint32Array {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const common = new Uint32Array(short.length);
  let size = 0;
  let position = 0;
  for (const slot of short) {
    position = gallop(long, slot, position);
    if (position === long.length) break;
    if (long[position] === slot) common[size++] = slot;
  }
  return common.subarray(0, size);
}

/** Returns the slots of `from` that are not in `unwanted`. Lists and result are ascending, as in {@link intersectSlots}. */
export function subtractSlots(from: Uint32Array, unwanted: Uint32Array): Uint32Array {
  const rest = new Uint32Array(from.length);
  let size = 0;
  let position = 0;
  for (const slot of from) {
    position = gallop(unwanted, slot, position);
    if (unwanted[position] !== slot) rest[size++] = slot;
  }
  return rest.subarray(0, size);
}

/** Returns the slots in any of the lists, ascending, each once. The lists may be in any order and repeat slots. */
export function uniteSlots(lists: readonly Uint32Array[]): Uint32Array {
  let last = -1;
  let total = 0;
  for (const list of lists) {
    for (const slot of list) if (slot > last) last = slot;
    total += list.length;
  }
  if (last === -1) return noSlots;
  // One bit for each slot. The number of slots bounds the work, regardless of the order of the lists.
  const words = new Uint32Array((last >>> 5) + 1);
  for (const list of lists) for (const slot of list) words[slot >>> 5]! |= 1 << (slot & 31);
  const united = new Uint32Array(Math.min(total, last + 1));
  let size = 0;
  for (let index = 0; index < words.length; index++) {
    for (let word = words[index]!; word !== 0; word &= word - 1) {
      united[size++] = (index << 5) | (31 - Math.clz32(word & -word));
    }
  }
  return united.subarray(0, size);
}

/** Returns the first position from `position` on whose value is at least `slot`. Searches in doubling steps, then by binary search. */
function gallop(slots: Uint32Array, slot: number, position: number): number {
  let step = 1;
  let high = position;
  let low = position;
  while (high < slots.length && slots[high]! < slot) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  return lowerBound(slots, Math.min(high, slots.length), slot, low);
}
