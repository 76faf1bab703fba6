/** Slots in ascending order, each once and with a count, in a typed array that grows. */
export class SlotList {
  #slots = new Uint32Array(4);
  /** The counts, in an array of the same length as the slots; `undefined` while all counts are 1. */
  #counts: Uint32Array<ArrayBuffer> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Returns a view of the slots, valid until the next change. */
  view(): Uint32Array {
    return this.#slots.subarray(0, this.#size);
  }

  /** Returns the counts of {@link SlotList.view}; `undefined` when all are 1. */
  counts(): Uint32Array | undefined {
    return this.#counts?.subarray(0, this.#size);
  }

  /** Adds a slot and returns true. Returns false when the slot is already in the list; its count does not change then. */
  add(slot: number, count = 1): boolean {
    const position = this.#positionOf(slot);
    if (position < this.#size && this.#slots[position] === slot) return false;
    if (this.#size === this.#slots.length) this.#grow();
    if (count !== 1) this.#counts ??= new Uint32Array(this.#slots.length).fill(1, 0, this.#size);
    this.#slots.copyWithin(position + 1, position, this.#size);
    this.#slots[position] = slot;
    this.#counts?.copyWithin(position + 1, position, this.#size);
    if (this.#counts !== undefined) this.#counts[position] = count;
    this.#size++;
    return true;
  }

  /** Removes a slot and returns true. Returns false when the slot is not in the list. */
  remove(slot: number): boolean {
    const position = this.#positionOf(slot);
    if (position === this.#size || this.#slots[position] !== slot) return false;
    this.#slots.copyWithin(position, position + 1, this.#size);
    this.#counts?.copyWithin(position, position + 1, this.#size);
    this.#size--;
    return true;
  }

  #grow(): void {
    const length = Math.ceil(this.#size * 1.5);
    this.#slots = withLength(this.#slots, length);
    if (this.#counts !== undefined) this.#counts = withLength(this.#counts, length);
  }

  /** Returns the position of `slot`, or the position at which to insert it. Most collections grow at the end, so the end is checked first. */
  #positionOf(slot: number): number {
    if (this.#size === 0 || this.#slots[this.#size - 1]! < slot) return this.#size;
    return lowerBound(this.#slots, this.#size, slot);
  }
}

/** Returns the first position in the ascending `slots` whose value is at least `slot`; `size` when there is none. */
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

function withLength(numbers: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(length);
  longer.set(numbers);
  return longer;
}
