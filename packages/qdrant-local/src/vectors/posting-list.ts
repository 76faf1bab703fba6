/** A set of slots: 1 at those that are in it. */
export type SlotSet = Uint8Array;

/** The points whose sparse vectors have one index: their slots, and their values there. In no order, without gaps. */
export class PostingList {
  readonly index: number;
  #slots = new Uint32Array(4);
  #values = new Float32Array(4);
  #length = 0;

  constructor(index: number) {
    this.index = index;
  }

  get length(): number {
    return this.#length;
  }

  /** `[length]` and more; replaced when the list grows. */
  get slots(): Uint32Array {
    return this.#slots;
  }

  /** `[length]` and more; replaced when the list grows. */
  get values(): Float32Array {
    return this.#values;
  }

  /** Number of entries whose slots are in a set; of all when there is none. */
  countIn(set: SlotSet | undefined): number {
    if (set === undefined) return this.#length;
    let count = 0;
    for (let position = 0; position < this.#length; position++) if (set[this.#slots[position]!] === 1) count++;
    return count;
  }

  /** Adds an entry and returns its position. */
  add(slot: number, value: number): number {
    if (this.#length === this.#slots.length) this.#resize(Math.ceil(this.#length * 1.5));
    this.#slots[this.#length] = slot;
    this.#values[this.#length] = value;
    return this.#length++;
  }

  /** Removes an entry by moving the last one to its position; returns the slot of the one that was moved, if any. */
  remove(position: number): number | undefined {
    const last = --this.#length;
    const movedSlot = this.#slots[last]!;
    this.#slots[position] = movedSlot;
    this.#values[position] = this.#values[last]!;
    if (this.#length >= 4 && this.#length * 4 < this.#slots.length) this.#resize(this.#length * 2);
    return position === last ? undefined : movedSlot;
  }

  #resize(capacity: number): void {
    const slots = new Uint32Array(capacity);
    slots.set(this.#slots.subarray(0, this.#length));
    const values = new Float32Array(capacity);
    values.set(this.#values.subarray(0, this.#length));
    this.#slots = slots;
    this.#values = values;
  }
}
