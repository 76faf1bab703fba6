import { begin, type Steps } from '../turns/steps.ts';
import type { SparseVectorParams } from '../requests/types/vector-types.ts';
import type { SparseValue, VectorValue } from '../requests/vectors/vector-value.ts';
import { inverseDocumentFrequency } from './inverse-document-frequency.ts';
import { PostingLists, type SlotSet } from './posting-lists.ts';
import { RaggedArena } from './ragged-arena.ts';
import { sparseDotProduct } from './sparse-dot-product.ts';
import { SparseScorer, type SparseTerm } from './sparse-scorer.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';

// Entries written, cleared or looked up in one step.
const entriesPerStep = 2048;

/**
 * The sparse vectors of one name as inverted lists: for each index, the points that have it. A point's row contains, in index
 * order, the number of each list and the point's position in it: `[list, position, list, position, ...]`.
 */
export class SparseColumn implements VectorColumn {
  readonly isSmallerBetter = false;
  readonly #rows = new RaggedArena();
  readonly #lists = new PostingLists();
  #modifier: SparseVectorParams['modifier'];
  #indexedCount = 0;

  constructor({ modifier }: SparseVectorParams) {
    this.#modifier = modifier;
  }

  /** Applies new settings. */
  reconfigure({ modifier }: SparseVectorParams): void {
    this.#modifier = modifier;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Number of vectors with at least one index: the document count of the inverse document frequency. */
  get indexedCount(): number {
    return this.#indexedCount;
  }

  has(slot: number): boolean {
    return this.#rows.has(slot);
  }

  get(slot: number): SparseValue | undefined {
    const row = this.#rows.row(slot);
    if (row === undefined) return undefined;
    const indices = new Uint32Array(row.length / 2);
    const values = new Float32Array(row.length / 2);
    for (let entry = 0; entry < indices.length; entry++) {
      const list = row[2 * entry]!;
      indices[entry] = this.#lists.index(list);
      values[entry] = this.#lists.value(list, row[2 * entry + 1]!);
    }
    return { kind: 'sparse', indices, values };
  }

  set(slot: number, vector: VectorValue): Steps<void> | undefined {
    return begin(this.#set(slot, vector as SparseValue));
  }

  *#set(slot: number, { indices, values }: SparseValue): Steps<void> {
    // A write that does not change the vector, such as one to the payload, must not touch its inverted lists.
    if (this.#holds(slot, indices, values)) return;
    yield* this.#clear(slot);
    const row = this.#rows.allocate(slot, 2 * indices.length);
    for (let entry = 0; entry < indices.length; entry++) {
      if (entry % entriesPerStep === entriesPerStep - 1) yield;
      const list = this.#lists.findOrCreate(indices[entry]!);
      row[2 * entry] = list;
      row[2 * entry + 1] = this.#lists.add(list, slot, values[entry]!);
    }
    if (row.length > 0) this.#indexedCount++;
  }

  clear(slot: number): Steps<void> | undefined {
    return begin(this.#clear(slot));
  }

  *#clear(slot: number): Steps<void> {
    const row = this.#rows.row(slot);
    if (row === undefined) return;
    for (let entry = 0; entry < row.length; entry += 2) {
      if (entry % (2 * entriesPerStep) === 2 * entriesPerStep - 2) yield;
      const list = row[entry]!;
      const position = row[entry + 1]!;
      const movedSlot = this.#lists.remove(list, position);
      if (movedSlot !== undefined) this.#rows.row(movedSlot)![this.#find(movedSlot, list) + 1] = position;
    }
    this.#rows.clear(slot);
    if (row.length > 0) this.#indexedCount--;
  }

  /** With a corpus, document frequencies count only its points. */
  *scorer(query: VectorValue, corpus?: SlotSet): Steps<SlotScorer> {
    const documents = corpus === undefined ? this.#indexedCount : yield* this.#countIndexed(corpus);
    const { indices, values } = query as SparseValue;
    const terms: SparseTerm[] = [];
    let work = 0;
    for (const [entry, index] of indices.entries()) {
      const list = this.#lists.find(index);
      // With a corpus, each entry of a list is checked.
      work += 1 + (list === undefined || corpus === undefined ? 0 : this.#lists.length(list));
      if (work >= entriesPerStep) {
        work = 0;
        yield;
      }
      if (list === undefined) continue;
      const isIdf = this.#modifier === 'idf';
      const modification = isIdf ? inverseDocumentFrequency(documents, this.#lists.countIn(list, corpus)) : 1;
      terms.push({ list, weight: Math.fround(values[entry]! * modification) });
    }
    return new SparseScorer({ terms, lists: this.#lists, rows: this.#rows });
  }

  similarity(a: VectorValue, b: VectorValue): number {
    return sparseDotProduct(a as SparseValue, b as SparseValue);
  }

  scoreOf(similarity: number): number {
    return similarity;
  }

  *#countIndexed(corpus: SlotSet): Steps<number> {
    let count = 0;
    for (let slot = 0; slot < corpus.length; slot++) {
      if (slot % entriesPerStep === entriesPerStep - 1) yield;
      if (corpus[slot] === 1 && (this.#rows.row(slot)?.length ?? 0) > 0) count++;
    }
    return count;
  }

  #holds(slot: number, indices: Uint32Array, values: Float32Array): boolean {
    const row = this.#rows.row(slot);
    if (row?.length !== 2 * indices.length) return false;
    for (let entry = 0; entry < indices.length; entry++) {
      const list = row[2 * entry]!;
      const value = this.#lists.value(list, row[2 * entry + 1]!);
      const isSame = this.#lists.index(list) === indices[entry] && Object.is(value, values[entry]);
      if (!isSame) return false;
    }
    return true;
  }

  /** Returns the offset of a list in a point's row, by binary search. */
  #find(slot: number, list: number): number {
    const row = this.#rows.row(slot)!;
    const index = this.#lists.index(list);
    let low = 0;
    let high = row.length / 2 - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#lists.index(row[2 * middle]!) < index) low = middle + 1;
      else high = middle;
    }
    return 2 * low;
  }
}
