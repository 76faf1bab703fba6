/** A set of slots as an array with 1 at its members. */
export type SlotSet = Uint8Array;

/**
 * Inverted lists: for each index of sparse vectors, the slots of the points that have it and their values, unordered and
 * without gaps.
 *
 * A list is identified by a number. All lists share two arrays, in which each list has a block with room for a power of two of
 * entries. Most indices of a large vocabulary have few entries, and one object per list would outweigh them.
 */
export class PostingLists {
  readonly #numbers = new Map<number, number>();
  #indices = new Uint32Array(16);
  #starts = new Uint32Array(16);
  #lengths = new Uint32Array(16);
  /** The capacity of each list's block, as an exponent of two. */
  #sizes = new Uint8Array(16);
  #slots = new Uint32Array(64);
  #values = new Float32Array(64);
  #end = 0;
  /** The starts of free blocks, by size. */
  readonly #freeBlocks: number[][] = [];

  /** Returns the list of an index, or `undefined` when no point ever had it. */
  find(index: number): number | undefined {
    return this.#numbers.get(index);
  }

  /** Returns the list of an index, and creates it if necessary. */
  findOrCreate(index: number): number {
    const known = this.#numbers.get(index);
    if (known !== undefined) return known;
    const list = this.#numbers.size;
    if (list === this.#indices.length) this.#growTable();
    this.#numbers.set(index, list);
    this.#indices[list] = index;
    this.#starts[list] = this.#takeBlock(0);
    return list;
  }

  /** Returns the index that a list belongs to. */
  index(list: number): number {
    return this.#indices[list]!;
  }

  length(list: number): number {
    return this.#lengths[list]!;
  }

  /** Returns the position at which a list begins in {@link PostingLists.slots} and {@link PostingLists.values}. */
  start(list: number): number {
    return this.#starts[list]!;
  }

  /** The slots of all lists; a new array when they grow. */
  get slots(): Uint32Array {
    return this.#slots;
  }

  /** The values of all lists; a new array when they grow. */
  get values(): Float32Array {
    return this.#values;
  }

  /** Returns the value at a position of a list. */
  value(list: number, position: number): number {
    return this.#values[this.#starts[list]! + position]!;
  }

  /** Returns the number of a list's entries whose slots are in `set`, or of all its entries without a set. */
  countIn(list: number, set: SlotSet | undefined): number {
    if (set === undefined) return this.length(list);
    const start = this.start(list);
    let count = 0;
    for (let at = start; at < start + this.length(list); at++) if (set[this.#slots[at]!] === 1) count++;
    return count;
  }

  /** Adds an entry to a list and returns its position. */
  add(list: number, slot: number, value: number): number {
    const position = this.#lengths[list]!;
    if (position === 2 ** this.#sizes[list]!) this.#resize(list, this.#sizes[list]! + 1);
    const at = this.#starts[list]! + position;
    this.#slots[at] = slot;
    this.#values[at] = value;
    this.#lengths[list] = position + 1;
    return position;
  }

  /** Removes an entry by moving the last one to its position. Returns the slot of the moved entry, if any. */
  remove(list: number, position: number): number | undefined {
    const length = this.#lengths[list]! - 1;
    const start = this.#starts[list]!;
    const movedSlot = this.#slots[start + length]!;
    this.#slots[start + position] = movedSlot;
    this.#values[start + position] = this.#values[start + length]!;
    this.#lengths[list] = length;
    const size = this.#sizes[list]!;
    if (size > 0 && length <= 2 ** size / 4) this.#resize(list, size - 1);
    return position === length ? undefined : movedSlot;
  }

  #resize(list: number, size: number): void {
    const from = this.#starts[list]!;
    const to = this.#takeBlock(size);
    const end = from + this.#lengths[list]!;
    this.#slots.copyWithin(to, from, end);
    this.#values.copyWithin(to, from, end);
    (this.#freeBlocks[this.#sizes[list]!] ??= []).push(from);
    this.#starts[list] = to;
    this.#sizes[list] = size;
  }

  #takeBlock(size: number): number {
    const free = this.#freeBlocks[size]?.pop();
    if (free !== undefined) return free;
    const start = this.#end;
    this.#end += 2 ** size;
    if (this.#end > this.#slots.length) {
      const length = Math.ceil(this.#end * 1.5);
      this.#slots = withLength(this.#slots, new Uint32Array(length));
      this.#values = withLength(this.#values, new Float32Array(length));
    }
    return start;
  }

  #growTable(): void {
    const length = this.#indices.length * 2;
    this.#indices = withLength(this.#indices, new Uint32Array(length));
    this.#starts = withLength(this.#starts, new Uint32Array(length));
    this.#lengths = withLength(this.#lengths, new Uint32Array(length));
    this.#sizes = withLength(this.#sizes, new Uint8Array(length));
  }
}

function withLength<Numbers extends { set(other: Numbers): void }>(array: Numbers, longer: Numbers): Numbers {
  longer.set(array);
  return longer;
}
