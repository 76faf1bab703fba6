import type { DenseColumnOptions } from './dense-column.ts';
import { isSmallerBetter } from './distances.ts';
import { RaggedArena } from './ragged-arena.ts';
import { type RowElements, type RowFormat, rowFormats } from './row-formats.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';
import type { MultiValue, VectorValue } from './vector-value.ts';

/**
 * Multivectors of one name, compared by MaxSim: for each vector of the query the similarity of the best vector of the
 * point, summed up in float32 (qdrant/qdrant lib/segment/src/vector_storage/query_scorer/mod.rs, `score_max_similarity`).
 */
export class MultiColumn implements VectorColumn {
  readonly isSmallerBetter: boolean;
  readonly #params: DenseColumnOptions;
  readonly #format: RowFormat;
  /** Elements from one vector to the next. */
  readonly #stride: number;
  readonly #arena: RaggedArena<RowElements>;

  constructor(params: DenseColumnOptions) {
    const format = rowFormats[params.datatype ?? 'float32'];
    this.#params = params;
    this.#format = format;
    this.#stride = Math.ceil(params.size / format.lanes) * format.lanes;
    this.#arena = new RaggedArena((length) => createRows(format, length));
    this.isSmallerBetter = isSmallerBetter(params.distance);
  }

  get size(): number {
    return this.#arena.size;
  }

  has(slot: number): boolean {
    return this.#arena.has(slot);
  }

  get(slot: number): MultiValue | undefined {
    const rows = this.#arena.row(slot);
    if (rows === undefined) return undefined;
    const { size: dimension } = this.#params;
    const values = new Float32Array((rows.length / this.#stride) * dimension);
    for (let row = 0; row * dimension < values.length; row++) {
      values.set(this.#format.read(rows, row * this.#stride, dimension), row * dimension);
    }
    return { kind: 'multi', dimension, values };
  }

  set(slot: number, vector: VectorValue): void {
    this.#write(vector, (length) => this.#arena.allocate(slot, length));
  }

  clear(slot: number): void {
    this.#arena.clear(slot);
  }

  scorer(query: VectorValue): SlotScorer {
    const arena = this.#arena;
    const maxSim = this.#maxSim(query, arena.values);
    const score = (slot: number): number => maxSim(arena.start(slot), arena.length(slot));
    return {
      scoreRange(from, out) {
        for (let index = 0; index < out.length; index++) out[index] = score(from + index);
      },
      scoreSlots(slots, out) {
        for (let index = 0; index < slots.length; index++) out[index] = score(slots[index]!);
      },
    };
  }

  similarity(a: VectorValue, b: VectorValue): number {
    const rows = this.#write(b, (length) => createRows(this.#format, length));
    return this.#maxSim(a, rows)(0, rows.length);
  }

  scoreOf(similarity: number): number {
    if (!this.isSmallerBetter) return similarity;
    const distance = Math.abs(similarity);
    return this.#params.distance === 'Euclid' ? Math.fround(Math.sqrt(distance)) : distance;
  }

  /** MaxSim of the query with the vectors of `rows` in the `length` elements from `start` on. */
  #maxSim(query: VectorValue, rows: RowElements): (start: number, length: number) => number {
    const stride = this.#stride;
    const distance = this.#format.kernel(this.#params.distance);
    const sign = this.isSmallerBetter ? -1 : 1;
    const queryRows = vectorsOf(query, this.#params.size).map((row) => this.#format.query(row, stride));
    return (start, length) => {
      let sum = 0;
      for (const queryRow of queryRows) {
        let best = -Infinity;
        for (let offset = start; offset < start + length; offset += stride) {
          const candidate = sign * distance(queryRow, rows, offset);
          if (candidate > best) best = candidate;
        }
        sum = Math.fround(sum + best);
      }
      return sum;
    };
  }

  #write(vector: VectorValue, allocate: (length: number) => RowElements): RowElements {
    const vectors = vectorsOf(vector, this.#params.size);
    const rows = allocate(vectors.length * this.#stride);
    for (const [row, values] of vectors.entries()) {
      rows.fill(0, row * this.#stride + values.length, (row + 1) * this.#stride);
      this.#format.write(values, rows, row * this.#stride);
    }
    return rows;
  }
}

function vectorsOf({ values }: VectorValue, size: number): Float32Array[] {
  return Array.from({ length: values.length / size }, (_, row) => values.subarray(row * size, (row + 1) * size));
}

function createRows(format: RowFormat, length: number): RowElements {
  return format.view(new ArrayBuffer(length * format.bytesPerElement), 0, length);
}
