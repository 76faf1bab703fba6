import { begin, mapInSteps, type Steps } from '../turns/steps.ts';
import type { MultiValue, VectorValue } from '../requests/vectors/vector-value.ts';
import type { DenseColumnOptions } from './dense-column.ts';
import { isSmallerBetter, shownScore } from './distances.ts';
import { MaxSimScorer } from './max-sim-scorer.ts';
import { SpanTable } from './span-table.ts';
import { VectorArena } from './vector-arena.ts';
import type { VectorColumn } from './vector-column.ts';

// Rows written or cleared in one step.
const rowsPerStep = 1024;

/**
 * The multivectors of one name, compared by MaxSim. The score is a sum in float32: for each vector of the query, the similarity of the point's
 * best vector (qdrant/qdrant lib/segment/src/vector_storage/query_scorer/mod.rs, `score_max_similarity`).
 *
 * The vectors of all points are rows of one arena. The rows of one point are adjacent.
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

  set(slot: number, vector: VectorValue): Steps<void> | undefined {
    return begin(this.#set(slot, vector));
  }

  *#set(slot: number, { values }: VectorValue): Steps<void> {
    const { size } = this.#options;
    const rowCount = values.length / size;
    const start = yield* this.#place(slot, rowCount);
    for (let row = 0; row < rowCount; row++) {
      if (row % rowsPerStep === rowsPerStep - 1) yield;
      this.#arena.set(start + row, values.subarray(row * size, (row + 1) * size));
    }
  }

  clear(slot: number): Steps<void> | undefined {
    return this.has(slot) ? begin(this.#clear(slot)) : undefined;
  }

  *#clear(slot: number): Steps<void> {
    const start = this.#spans.start(slot);
    for (let row = 0; row < this.#spans.length(slot); row++) {
      if (row % rowsPerStep === rowsPerStep - 1) yield;
      this.#arena.clear(start + row);
    }
    this.#spans.clear(slot);
    // Compacts once unused rows outnumber used ones by more than 1,024, so compaction costs no more than writing the rows did.
    if (this.#spans.end > 2 * this.#spans.used + 1024) yield* this.#compact();
  }

  *scorer({ values }: VectorValue): Steps<MaxSimScorer> {
    const { size, distance } = this.#options;
    const arena = this.#arena;
    const query = yield* mapInSteps({ length: values.length / size }, (_, row) =>
      arena.query(values.subarray(row * size, (row + 1) * size)),
    );
    return new MaxSimScorer({ query, arena, spans: this.#spans, distance });
  }

  *similarity(a: VectorValue, b: VectorValue): Steps<number> {
    const single = new MultiColumn(this.#options);
    yield* single.#set(0, b);
    const similarity = new Float32Array(1);
    const scorer = yield* single.scorer(a);
    yield* scorer.scoreRange(0, similarity) ?? [];
    return similarity[0]!;
  }

  scoreOf(similarity: number): number {
    return shownScore(this.#options.distance, similarity);
  }

  /** Returns the first row of a slot. The rows keep their position when their number does not change. */
  *#place(slot: number, rowCount: number): Steps<number> {
    if (this.has(slot) && this.#spans.length(slot) === rowCount) return this.#spans.start(slot);
    if (this.has(slot)) yield* this.#clear(slot);
    return this.#spans.allocate(slot, rowCount);
  }

  #createArena(): VectorArena {
    const { size, datatype = 'float32' } = this.#options;
    return new VectorArena(size, datatype);
  }

  *#compact(): Steps<void> {
    const old = this.#arena;
    const arena = this.#createArena();
    for (const { from, to, length } of this.#spans.compact()) {
      for (let row = 0; row < length; row++) {
        if ((to + row) % rowsPerStep === rowsPerStep - 1) yield;
        arena.set(to + row, old.row(from + row)!);
      }
    }
    this.#arena = arena;
  }
}

/** Returns views of the rows of a multivector, or of the single row of a dense vector. */
export function rowsOf({ values }: VectorValue, size: number): Float32Array[] {
  return Array.from({ length: values.length / size }, (_, row) => values.subarray(row * size, (row + 1) * size));
}
