/** Records which points an upload has stored. Batches may be stored in a different order than they were read. */
export class StoredPoints {
  /** Every point before this position is stored. */
  resumeAt: number;
  /** Points that the store has confirmed, in any order. */
  count = 0;
  /** The end positions of batches that are stored after a gap, by their start positions. */
  readonly #behindGap = new Map<number, number>();

  constructor(startAt: number) {
    this.resumeAt = startAt;
  }

  add(first: number, length: number): void {
    this.count += length;
    this.#behindGap.set(first, first + length);
    for (let end = this.#behindGap.get(this.resumeAt); end !== undefined; end = this.#behindGap.get(this.resumeAt)) {
      this.#behindGap.delete(this.resumeAt);
      this.resumeAt = end;
    }
  }
}
