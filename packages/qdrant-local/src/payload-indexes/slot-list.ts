/** Slots in ascending order, each once, in a typed array that grows; each with a count. */
export class SlotList {
  #slots = new Uint32Array(4);
  /** As long as the slots; absent while all counts are 1. */
  #counts: Uint32Array<ArrayBuffer> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** A view of the slots, valid until the next change. */
  view(): Uint32Array {
    return this.#slots.subarray(0, this.#size);
  }

  /** The counts of {@link SlotList.view}; `undefined` when all are 1. */
  counts(): Uint32Array | undefined {
    return this.#counts?.subarray(0, this.#size);
  }

  /** Adds a slot; false when it is there, and then its count stays. */
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

  /** Removes a slot; false when it is not there. */
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

function withLength(numbers: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(length);
  longer.set(numbers);
  return longer;
}
