import type { MultiValue, VectorValue } from '../requests/vectors/vector-value.ts';
import type { DenseColumnOptions } from './dense-column.ts';
import { isSmallerBetter, shownScore } from './distances.ts';
import { MaxSimScorer } from './max-sim-scorer.ts';
import { SpanTable } from './span-table.ts';
import { VectorArena } from './vector-arena.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';

/**
 * Multivectors of one name, compared by MaxSim: for each vector of the query the similarity of the best vector of the
 * point, summed up in float32 (qdrant/qdrant lib/segment/src/vector_storage/query_scorer/mod.rs, `score_max_similarity`).
 *
 * All vectors of all points are the rows of one arena, those of a point next to each other.
 */
export class MultiColumn implements VectorColumn {
  readonly isSmallerBetter: boolean;
  readonly #options: DenseColumnOptions;
  readonly #spans = new SpanTable();
  #arena: VectorArena;

  constructor(options: DenseColumnOptions) {
    this.#options = options;
    this.#arena = this.#createArena();
    this.isSmallerBetter = isSmallerBetter(options.distance);
  }

  get size(): number {
    return this.#spans.size;
  }

  has(slot: number): boolean {
    return this.#spans.has(slot);
  }

  get(slot: number): MultiValue | undefined {
    if (!this.has(slot)) return undefined;
    const { size: dimension } = this.#options;
    const start = this.#spans.start(slot);
    const values = new Float32Array(this.#spans.length(slot) * dimension);
    for (let row = 0; row * dimension < values.length; row++) {
      values.set(this.#arena.row(start + row)!, row * dimension);
    }
    return { kind: 'multi', dimension, values };
  }

  set(slot: number, vector: VectorValue): void {
    const rows = rowsOf(vector, this.#options.size);
    const start = this.#place(slot, rows.length);
    for (const [row, values] of rows.entries()) this.#arena.set(start + row, values);
  }

  clear(slot: number): void {
    if (!this.has(slot)) return;
    const start = this.#spans.start(slot);
    for (let row = 0; row < this.#spans.length(slot); row++) this.#arena.clear(start + row);
    this.#spans.clear(slot);
    // At most as many rows lie waste as are used, and moving them together costs no more than writing them did.
    if (this.#spans.end > 2 * this.#spans.used + 1024) this.#compact();
  }

  scorer(query: VectorValue): SlotScorer {
    const { size, distance } = this.#options;
    return new MaxSimScorer({ query: rowsOf(query, size), arena: this.#arena, spans: this.#spans, distance });
  }

  similarity(a: VectorValue, b: VectorValue): number {
    const single = new MultiColumn(this.#options);
    single.set(0, b);
    const similarity = new Float32Array(1);
    single.scorer(a).scoreRange(0, similarity);
    return similarity[0]!;
  }

  scoreOf(similarity: number): number {
    return shownScore(this.#options.distance, similarity);
  }

  /** Where the rows of a slot begin, which stay where they are when there are as many as before. */
  #place(slot: number, rowCount: number): number {
    if (this.has(slot) && this.#spans.length(slot) === rowCount) return this.#spans.start(slot);
    this.clear(slot);
    return this.#spans.allocate(slot, rowCount);
  }

  #createArena(): VectorArena {
    const { size, datatype = 'float32' } = this.#options;
    return new VectorArena(size, datatype);
  }

  #compact(): void {
    const old = this.#arena;
    const arena = this.#createArena();
    this.#spans.compact((from, to, length) => {
      for (let row = 0; row < length; row++) arena.set(to + row, old.row(from + row)!);
    });
    this.#arena = arena;
  }
}

/** The rows of a multivector, or the one of a dense vector, as views. */
export function rowsOf({ values }: VectorValue, size: number): Float32Array[] {
  return Array.from({ length: values.length / size }, (_, row) => values.subarray(row * size, (row + 1) * size));
}
