/** Bits of the filter: 1 MiB of memory. A million ids then find all their bits set by other ids in about 2% of the cases. */
const bits: number = 2 ** 23;

/**
 * The ids of units that a call has seen, in constant memory. It never takes an id that was seen for a new one, but sometimes a new one for an id that was
 * seen: a Bloom filter. A count of the new ids is therefore never too high.
 */
export class SeenIds {
  readonly #bytes = new Uint8Array(bits / 8);

  /** Returns true when the id is certainly new, and remembers it. */
  add(id: string): boolean {
    // An id ends with a digest, whose four words of 32 bits are independent of each other.
    const hex = id.slice(-32);
    let isNew = false;
    for (let start = 0; start < hex.length; start += 8) {
      const bit = Number.parseInt(hex.slice(start, start + 8), 16) % bits;
      const [byte, mask] = [bit >> 3, 1 << (bit & 7)];
      if ((this.#bytes[byte]! & mask) === 0) isNew = true;
      this.#bytes[byte]! |= mask;
    }
    return isNew;
  }
}
