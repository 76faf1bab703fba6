import { SlotList } from './slot-list.ts';
import { noSlots } from './slot-sets.ts';

/** The slots that have each key, with a count for each slot. */
export class Postings<Key> {
  // In many collections, most keys belong to one point with a count of 1. A number takes a tenth of the memory of a list.
  readonly #lists = new Map<Key, number | SlotList>();
  #sortedKeys: readonly Key[] | undefined;

  add(key: Key, slot: number, count = 1): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#sortedKeys = undefined;
    if (list === undefined && count === 1) this.#lists.set(key, slot);
    else if (typeof list === 'object') list.add(slot, count);
    else if (list !== slot) {
      const grown = new SlotList();
      if (list !== undefined) grown.add(list);
      grown.add(slot, count);
      this.#lists.set(key, grown);
    }
  }

  remove(key: Key, slot: number): void {
    const list = this.#lists.get(key);
    if (list === undefined) return;
    if (typeof list === 'number' ? list === slot : list.remove(slot) && list.size === 0) {
      this.#lists.delete(key);
      this.#sortedKeys = undefined;
    }
  }

  get keyCount(): number {
    return this.#lists.size;
  }

  keys(): IterableIterator<Key> {
    return this.#lists.keys();
  }

  /** Returns the slots of a key, valid until the next change. */
  slots(key: Key): Uint32Array {
    const list = this.#lists.get(key);
    if (list === undefined) return noSlots;
    return typeof list === 'number' ? Uint32Array.of(list) : list.view();
  }

  /** Returns the counts of {@link Postings.slots}; `undefined` when all are 1. */
  counts(key: Key): Uint32Array | undefined {
    const list = this.#lists.get(key);
    return typeof list === 'object' ? list.counts() : undefined;
  }

  /** Returns the keys in ascending order. The first call after a change of the keys sorts them again. */
  sortedKeys(): readonly Key[] {
    this.#sortedKeys ??= [...this.#lists.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    return this.#sortedKeys;
  }
}
