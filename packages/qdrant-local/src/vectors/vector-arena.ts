/** The vectors of one name, row by row in one Float32Array; a row's number is its point's slot. */
export class VectorArena {
  readonly dimension: number;
  #values: Float32Array;
  #present: Uint8Array;
  #size = 0;

  constructor(dimension: number) {
    this.dimension = dimension;
    this.#values = new Float32Array(0);
    this.#present = new Uint8Array(0);
  }

  /** All rows. The array is replaced when the arena grows: take it anew for every scan. */
  get values(): Float32Array {
    return this.#values;
  }

  /** Number of rows that hold a vector. */
  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    return this.#present[slot] === 1;
  }

  set(slot: number, vector: Float32Array): void {
    if (slot >= this.#present.length) this.#grow(slot + 1);
    if (!this.has(slot)) this.#size++;
    this.#values.set(vector, slot * this.dimension);
    this.#present[slot] = 1;
  }

  clear(slot: number): void {
    if (!this.has(slot)) return;
    this.#present[slot] = 0;
    this.#size--;
  }

  /** A view of the row, valid until the next write; `undefined` when the point has no such vector. */
  row(slot: number): Float32Array | undefined {
    if (this.#present[slot] !== 1) return undefined;
    return this.#values.subarray(slot * this.dimension, (slot + 1) * this.dimension);
  }

  #grow(minimumRows: number): void {
    const rows = Math.max(minimumRows, 16, Math.ceil(this.#present.length * 1.5));
    const values = new Float32Array(rows * this.dimension);
    values.set(this.#values);
    const present = new Uint8Array(rows);
    present.set(this.#present);
    this.#values = values;
    this.#present = present;
  }
}
