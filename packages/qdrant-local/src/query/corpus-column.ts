import type { Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import { passingSlots } from '../filter/passing-slots.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import type { ParsedFilter } from '../requests/filter/filter-tree.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { PointTable } from '../table/point-table.ts';
import { DerivedColumn } from '../vectors/derived-column.ts';
import { SparseColumn } from '../vectors/sparse-column.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';

/**
 * Returns the column to search when document frequencies count only the points that pass `corpus`. Returns the column itself
 * when there is no corpus, and for vectors without document frequencies. Valid until the next write.
 */
export async function columnWithCorpus(
  table: PointTable,
  column: VectorColumn,
  corpus: ParsedFilter,
  turns: Turns,
): Promise<VectorColumn> {
  if (corpus === undefined || !(column instanceof SparseColumn)) return column;
  return new CorpusColumn(column, await corpusMembers(table, corpus, turns));
}

/** Returns the points that pass `corpus`, as an array with 1 at their slots. */
export async function corpusMembers(
  table: PointTable,
  corpus: NonNullable<ParsedFilter>,
  turns: Turns,
): Promise<Uint8Array> {
  const members = new Uint8Array(table.slotCount);
  for (const slot of await passingSlots(table, await selectSlots(table, corpus, turns), turns)) members[slot] = 1;
  return members;
}

/** A sparse column with the statistics of only some of its points. */
class CorpusColumn extends DerivedColumn<SparseColumn> {
  readonly #corpus: Uint8Array;

  constructor(column: SparseColumn, corpus: Uint8Array) {
    super(column);
    this.#corpus = corpus;
  }

  scorer(query: VectorValue): Steps<SlotScorer> {
    return this.column.scorer(query, this.#corpus);
  }
}
