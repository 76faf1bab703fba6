/** Slots in ascending order, each once, in a typed array that grows. */
export class SlotList {
  #slots = new Uint32Array(4);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** A view of the slots, valid until the next change. */
  view(): Uint32Array {
    return this.#slots.subarray(0, this.#size);
  }

  /** Adds a slot; false when it is there. */
  add(slot: number): boolean {
    const position = this.#positionOf(slot);
    if (position < this.#size && this.#slots[position] === slot) return false;
    if (this.#size === this.#slots.length) {
      const grown = new Uint32Array(Math.ceil(this.#size * 1.5));
      grown.set(this.#slots);
      this.#slots = grown;
    }
    this.#slots.copyWithin(position + 1, position, this.#size);
    this.#slots[position] = slot;
    this.#size++;
    return true;
  }

  /** Removes a slot; false when it is not there. */
  remove(slot: number): boolean {
    const position = this.#positionOf(slot);
    if (position === this.#size || this.#slots[position] !== slot) return false;
    this.#slots.copyWithin(position, position + 1, this.#size);
    this.#size--;
    return true;
  }

  /** Where `slot` is or would be. Collections mostly grow at the end, so the end is looked at first. */
  #positionOf(slot: number): number {
    if (this.#size === 0 || this.#slots[this.#size - 1]! < slot) return this.#size;
    return lowerBound(this.#slots, this.#size, slot);
  }
}

/** The first position of the ascending `slots` that holds at least `slot`; `size` when there is none. */
export function lowerBound(slots: Uint32Array, size: number, slot: number, from = 0): number {
  let low = from;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (slots[middle]! < slot) low = middle + 1;
    else high = middle;
  }
  return low;
}
