import { SlotList } from './slot-list.ts';
import { noSlots } from './slot-sets.ts';

/** For each key the slots that have it. */
export class Postings<Key> {
  // Most keys of many collections belong to one point; a number is a tenth of a list.
  readonly #lists = new Map<Key, number | SlotList>();
  #sortedKeys: readonly Key[] | undefined;

  add(key: Key, slot: number): void {
    const list = this.#lists.get(key);
    if (list === undefined) {
      this.#lists.set(key, slot);
      this.#sortedKeys = undefined;
    } else if (typeof list !== 'number') {
      list.add(slot);
    } else if (list !== slot) {
      const grown = new SlotList();
      grown.add(list);
      grown.add(slot);
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

  /** The slots of a key, valid until the next change. */
  slots(key: Key): Uint32Array {
    const list = this.#lists.get(key);
    if (list === undefined) return noSlots;
    return typeof list === 'number' ? Uint32Array.of(list) : list.view();
  }

  /** The keys in ascending order; sorted again after changes, at the first call. */
  sortedKeys(): readonly Key[] {
    this.#sortedKeys ??= [...this.#lists.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    return this.#sortedKeys;
  }
}
