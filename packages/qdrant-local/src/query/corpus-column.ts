import type { PointTable } from '../engine/point-table.ts';
import { type ParsedFilter, selectSlots } from '../filter/slot-selection.ts';
import { SparseColumn } from '../vectors/sparse-column.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';
import type { VectorValue } from '../vectors/vector-value.ts';

/**
 * The column to search where document frequencies count only the points that pass `corpus`: the column itself for all
 * points, and for vectors without such frequencies. Valid until the next write.
 */
export function columnWithCorpus(table: PointTable, column: VectorColumn, corpus: ParsedFilter): VectorColumn {
  if (corpus === undefined || !(column instanceof SparseColumn)) return column;
  return new CorpusColumn(column, passingSlots(table, corpus));
}

/** A sparse column with the statistics of some of its points. It takes no writes. */
class CorpusColumn implements VectorColumn {
  readonly isSmallerBetter = false;
  readonly #column: SparseColumn;
  readonly #corpus: Uint8Array;

  constructor(column: SparseColumn, corpus: Uint8Array) {
    this.#column = column;
    this.#corpus = corpus;
  }

  get size(): number {
    return this.#column.size;
  }

  has(slot: number): boolean {
    return this.#column.has(slot);
  }

  get(slot: number): VectorValue | undefined {
    return this.#column.get(slot);
  }

  set(): never {
    throw new TypeError('A column with the statistics of a corpus takes no vectors. This is a bug.');
  }

  clear(): never {
    throw new TypeError('A column with the statistics of a corpus takes no changes. This is a bug.');
  }

  scorer(query: VectorValue): SlotScorer {
    return this.#column.scorer(query, this.#corpus);
  }

  similarity(a: VectorValue, b: VectorValue): number {
    return this.#column.similarity(a, b);
  }

  scoreOf(similarity: number): number {
    return similarity;
  }
}

/** 1 at the slots of points that pass; slots of deleted points do not matter, for they have no vectors. */
function passingSlots(table: PointTable, filter: ParsedFilter): Uint8Array {
  const { candidates, passes } = selectSlots(table, filter);
  const passing = new Uint8Array(table.slotCount);
  const count = candidates?.length ?? table.slotCount;
  for (let index = 0; index < count; index++) {
    const slot = candidates?.[index] ?? index;
    if (passes?.(slot) ?? true) passing[slot] = 1;
  }
  return passing;
}
