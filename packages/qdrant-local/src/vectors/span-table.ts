/** Where the spans of different lengths lie that slots have in one long row of places; they never overlap. */
export class SpanTable {
  #starts = new Uint32Array(0);
  /** -1 where there is no span. */
  #lengths = new Int32Array(0);
  #end = 0;
  #used = 0;
  #size = 0;

  /** Number of spans. */
  get size(): number {
    return this.#size;
  }

  /** Number of slots that may have a span. */
  get slotCount(): number {
    return this.#lengths.length;
  }

  /** The place after the last one that was given out. */
  get end(): number {
    return this.#end;
  }

  /** Number of places in spans. */
  get used(): number {
    return this.#used;
  }

  has(slot: number): boolean {
    return slot < this.#lengths.length && this.#lengths[slot] !== -1;
  }

  /** The first place of the slot's span. */
  start(slot: number): number {
    return this.#starts[slot]!;
  }

  /** Number of places of the slot's span; 0 when there is none. */
  length(slot: number): number {
    return this.has(slot) ? this.#lengths[slot]! : 0;
  }

  /**
   * Gives the slot a span of `length` places, in the place of the one it has, and returns its start. It lies after all
   * others: places that were freed are not given out again before {@link SpanTable.compact}.
   */
  allocate(slot: number, length: number): number {
    if (slot >= this.#lengths.length) this.#grow(slot + 1);
    this.clear(slot);
    const start = this.#end;
    this.#starts[slot] = start;
    this.#lengths[slot] = length;
    this.#end += length;
    this.#used += length;
    this.#size++;
    return start;
  }

  clear(slot: number): void {
    if (!this.has(slot)) return;
    this.#used -= this.#lengths[slot]!;
    this.#lengths[slot] = -1;
    this.#size--;
  }

  /** Moves all spans together, in the order of the slots, and tells of each; to be read to its end. */
  *compact(): Generator<{ readonly from: number; readonly to: number; readonly length: number }> {
    let end = 0;
    for (let slot = 0; slot < this.#lengths.length; slot++) {
      if (this.#lengths[slot] === -1) continue;
      yield { from: this.#starts[slot]!, to: end, length: this.#lengths[slot]! };
      this.#starts[slot] = end;
      end += this.#lengths[slot]!;
    }
    this.#end = end;
  }

  #grow(minimum: number): void {
    const slotCount = Math.max(minimum, 16, Math.ceil(this.#lengths.length * 1.5));
    const starts = new Uint32Array(slotCount);
    starts.set(this.#starts);
    const lengths = new Int32Array(slotCount).fill(-1);
    lengths.set(this.#lengths);
    this.#starts = starts;
    this.#lengths = lengths;
  }
}
