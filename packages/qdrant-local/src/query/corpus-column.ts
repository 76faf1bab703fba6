import { selectSlots } from '../filter/slot-selection.ts';
import type { ParsedFilter } from '../requests/filter/filter-tree.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { PointTable } from '../table/point-table.ts';
import { DerivedColumn } from '../vectors/derived-column.ts';
import { SparseColumn } from '../vectors/sparse-column.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';

/**
 * The column to search where document frequencies count only the points that pass `corpus`: the column itself for all
 * points, and for vectors without such frequencies. Valid until the next write.
 */
export function columnWithCorpus(table: PointTable, column: VectorColumn, corpus: ParsedFilter): VectorColumn {
  if (corpus === undefined || !(column instanceof SparseColumn)) return column;
  return new CorpusColumn(column, passingSlots(table, corpus));
}

/** A sparse column with the statistics of some of its points. */
class CorpusColumn extends DerivedColumn<SparseColumn> {
  readonly #corpus: Uint8Array;

  constructor(column: SparseColumn, corpus: Uint8Array) {
    super(column);
    this.#corpus = corpus;
  }

  scorer(query: VectorValue): SlotScorer {
    return this.column.scorer(query, this.#corpus);
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
