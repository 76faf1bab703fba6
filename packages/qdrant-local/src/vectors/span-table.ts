/** Allocates spans of different lengths in one linear address space, one span for each slot. Spans never overlap. */
export class SpanTable {
  #starts = new Uint32Array(0);
  /** -1 for a slot without a span. */
  #lengths = new Int32Array(0);
  #end = 0;
  #used = 0;
  #size = 0;

  /** Number of spans. */
  get size(): number {
    return this.#size;
  }

  /** Number of slots that may have a span; an exclusive upper bound of the slots. */
  get slotCount(): number {
    return this.#lengths.length;
  }

  /** The position after the last allocated one. */
  get end(): number {
    return this.#end;
  }

  /** Number of positions in spans. */
  get used(): number {
    return this.#used;
  }

  has(slot: number): boolean {
    return slot < this.#lengths.length && this.#lengths[slot] !== -1;
  }

  /** Returns the first position of the slot's span. */
  start(slot: number): number {
    return this.#starts[slot]!;
  }

  /** Returns the length of the slot's span, or 0 when it has none. */
  length(slot: number): number {
    return this.has(slot) ? this.#lengths[slot]! : 0;
  }

  /**
   * Replaces the slot's span with a new one of `length` positions and returns its start. The new span follows all others:
   * freed positions are reused only after {@link SpanTable.compact}.
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

  /** Removes the gaps between spans, in slot order, and yields each move. The generator must be read to its end. */
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
