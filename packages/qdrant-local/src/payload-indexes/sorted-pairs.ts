import type { Bounds } from '../requests/filter/filter-tree.ts';

/** A range of positions in {@link SortedPairs}; `to` is exclusive. */
export interface PairRange {
  readonly from: number;
  readonly to: number;
}

const maxChanges = 4096;

/**
 * Pairs of a number and a slot, each once, sorted by number and then by slot. Each pair takes 12 bytes. Changes are
 * collected; the next query merges them in one pass over all pairs.
 */
export class SortedPairs {
  #keys = new Float64Array(0);
  #slots = new Uint32Array(0);
  readonly #changes = { keys: [] as number[], slots: [] as number[], isAdded: [] as boolean[] };

  add(key: number, slot: number): void {
    this.#change(key, slot, true);
  }

  remove(key: number, slot: number): void {
    this.#change(key, slot, false);
  }

  get size(): number {
    this.#merge();
    return this.#keys.length;
  }

  key(position: number): number {
    return this.#keys[position]!;
  }

  slot(position: number): number {
    return this.#slots[position]!;
  }

  /** Returns a view of the slots in a range, in the order of the pairs; valid until the next change. */
  slots({ from, to }: PairRange): Uint32Array {
    return this.#slots.subarray(from, to);
  }

  /** Returns the range of the pairs whose number is within the bounds. */
  range({ gt, gte, lt, lte }: Bounds): PairRange {
    this.#merge();
    const from = this.#firstPosition((key) => key > gt && key >= gte);
    const to = this.#firstPosition((key) => !(key < lt && key <= lte));
    return { from, to: Math.max(from, to) };
  }

  #change(key: number, slot: number, isAdded: boolean): void {
    // Adding 0 turns -0 into 0.
    this.#changes.keys.push(key + 0);
    this.#changes.slots.push(slot);
    this.#changes.isAdded.push(isAdded);
    // Merging in parts avoids a query that waits while everything is sorted.
    if (this.#changes.keys.length > maxChanges + this.#keys.length / 4) this.#merge();
  }

  /** Returns the first position that passes a test. All later positions must pass it too. */
  #firstPosition(passes: (key: number) => boolean): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (passes(this.#keys[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #merge(): void {
    const { keys: newKeys, slots: newSlots, isAdded } = this.#changes;
    if (newKeys.length === 0) return;
    const order = this.#changeOrder();
    const keys = new Float64Array(this.#keys.length + order.length);
    const slots = new Uint32Array(keys.length);
    let size = 0;
    let position = 0;
    const keepBefore = (key: number, slot: number): void => {
      while (
        position < this.#keys.length &&
        comparePairs(this.#keys[position]!, this.#slots[position]!, key, slot) < 0
      ) {
        keys[size] = this.#keys[position]!;
        slots[size++] = this.#slots[position++]!;
      }
    };
    for (const [index, change] of order.entries()) {
      const key = newKeys[change]!;
      const slot = newSlots[change]!;
      const next = order[index + 1];
      // When a pair is changed several times, the last change counts.
      if (next !== undefined && newKeys[next] === key && newSlots[next] === slot) continue;
      keepBefore(key, slot);
      if (this.#keys[position] === key && this.#slots[position] === slot) position++;
      if (!isAdded[change]) continue;
      keys[size] = key;
      slots[size++] = slot;
    }
    keepBefore(Infinity, Infinity);
    this.#keys = keys.slice(0, size);
    this.#slots = slots.slice(0, size);
    newKeys.length = newSlots.length = isAdded.length = 0;
  }

  /** Returns the changes sorted by their pairs. The changes of one pair keep their order. */
  #changeOrder(): Uint32Array {
    const { keys, slots } = this.#changes;
    const order = Uint32Array.from(keys, (_, index) => index);
    return order.toSorted((a, b) => comparePairs(keys[a]!, slots[a]!, keys[b]!, slots[b]!) || a - b);
  }
}

function comparePairs(keyA: number, slotA: number, keyB: number, slotB: number): number {
  return keyA < keyB ? -1 : keyA > keyB ? 1 : slotA - slotB;
}
