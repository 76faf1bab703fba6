/** Keeps account of what an upload has stored, when batches may be stored in another order than they were read. */
export class StoredPoints {
  /** Every point before this position is stored. */
  resumeAt: number;
  /** Points that the store has confirmed, in whatever order. */
  count = 0;
  /** Where batches end that are stored behind a gap, by where they begin. */
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
