/** The number of leading bits that a server keeps of a document's length. */
const keptBits = 13;

/** The number of tokens in the document of each slot. Lengths of 8,192 and more are rounded down, as on a server. */
export class DocumentLengths {
  #lengths = new Uint32Array(16);
  #total = 0;

  /** The length of each slot's document; 0 for a slot without a document. Replaced when it grows; slots beyond its end have no document. */
  get view(): Uint32Array {
    return this.#lengths;
  }

  /** The sum of the lengths of all documents. */
  get total(): number {
    return this.#total;
  }

  set(slot: number, length: number): void {
    if (slot >= this.#lengths.length) {
      const longer = new Uint32Array(Math.max(slot + 1, Math.ceil(this.#lengths.length * 1.5)));
      longer.set(this.#lengths);
      this.#lengths = longer;
    }
    const kept = rounded(length);
    this.#total += kept - this.#lengths[slot]!;
    this.#lengths[slot] = kept;
  }
}

function rounded(length: number): number {
  const lostBits = Math.max(32 - Math.clz32(length) - keptBits, 0);
  return (length >>> lostBits) * 2 ** lostBits;
}
