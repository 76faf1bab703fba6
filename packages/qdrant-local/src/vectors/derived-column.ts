import type { Steps } from '../turns/steps.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';

/** A read-only column that shares the vectors of another column but has its own scorer, with larger scores better. */
export abstract class DerivedColumn<Column extends VectorColumn = VectorColumn> implements VectorColumn {
  readonly isSmallerBetter = false;
  /** The column that contains the vectors. */
  protected readonly column: Column;

  protected constructor(column: Column) {
    this.column = column;
  }

  get size(): number {
    return this.column.size;
  }

  has(slot: number): boolean {
    return this.column.has(slot);
  }

  get(slot: number): VectorValue | undefined {
    return this.column.get(slot);
  }

  set(): never {
    throw new TypeError('A derived column cannot store vectors. This is a bug.');
  }

  clear(): never {
    throw new TypeError('A derived column cannot clear vectors. This is a bug.');
  }

  abstract scorer(query: VectorValue): SlotScorer | Steps<SlotScorer>;

  similarity(a: VectorValue, b: VectorValue): number | Steps<number> {
    return this.column.similarity(a, b);
  }

  scoreOf(similarity: number): number {
    return similarity;
  }
}
