import type { Distance, PackedKind } from '../requests/types/vector-types.ts';
import type { MultiValue, VectorValue } from '../requests/vectors/vector-value.ts';
import { isSmallerBetter, shownScore } from './distances.ts';
import { rowsOf } from './multi-column.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';
import { PackedMaxSim } from './packed/packed-max-sim.ts';
import { packRows, unpackRows } from './packed/packed-rows.ts';
import { PackedScorer } from './packed-scorer.ts';
import type { PackedReader, PackedValue } from './packed-value.ts';

/** Options of {@link PackedColumn}. */
export interface PackedColumnOptions {
  /** Number of elements in a row. */
  readonly size: number;
  readonly distance: Distance;
  readonly kind: PackedKind;
  /** Reads the rows from storage. @default the rows stay in memory, as they were set */
  readonly read?: PackedReader | undefined;
}

/**
 * The multivectors of one name with packed rows, compared by MaxSim. With a reader, memory holds eight bytes per slot, and rows
 * are read when they are scored, used as a query or returned.
 */
export class PackedColumn implements VectorColumn {
  readonly isSmallerBetter: boolean;
  readonly #options: PackedColumnOptions;
  /** 0 for a slot without a vector. */
  #rowCounts = new Uint32Array(0);
  #checksums = new Uint32Array(0);
  /** By slot; empty when there is a reader. */
  readonly #held: (Uint8Array | undefined)[] = [];
  #size = 0;
  #rows = 0;

  constructor(options: PackedColumnOptions) {
    this.#options = options;
    this.isSmallerBetter = isSmallerBetter(options.distance);
  }

  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    return slot < this.#rowCounts.length && this.#rowCounts[slot] !== 0;
  }

  get(slot: number): MultiValue | undefined {
    if (!this.has(slot)) return undefined;
    const { size: dimension, kind } = this.#options;
    return { kind: 'multi', dimension, values: unpackRows(this.bytes(slot), dimension, kind) };
  }

  /** Returns the stored vector, with its bytes when they are in memory. Reads nothing from storage. */
  packed(slot: number): PackedValue | undefined {
    if (!this.has(slot)) return undefined;
    const bytes = this.#held[slot];
    return { ...this.#expected(slot), ...(bytes === undefined ? {} : { bytes }) };
  }

  /** Returns the packed rows of a slot that has a vector, valid until the next call. @throws {VectorStoreError} when they are damaged. */
  bytes(slot: number): Uint8Array {
    return this.#options.read?.(slot, this.#expected(slot)) ?? this.#held[slot]!;
  }

  set(slot: number, { rowCount, checksum, bytes }: PackedValue): undefined {
    this.clear(slot);
    if (slot >= this.#rowCounts.length) this.#grow(slot + 1);
    this.#rowCounts[slot] = rowCount;
    this.#checksums[slot] = checksum;
    if (this.#options.read === undefined) this.#held[slot] = bytes;
    this.#size++;
    this.#rows += rowCount;
  }

  clear(slot: number): undefined {
    if (!this.has(slot)) return;
    this.#size--;
    this.#rows -= this.#rowCounts[slot]!;
    this.#rowCounts[slot] = 0;
    if (this.#options.read === undefined) this.#held[slot] = undefined;
  }

  scorer(query: VectorValue): SlotScorer {
    const rowsPerVector = this.#rows / Math.max(1, this.#size);
    return new PackedScorer(this, {
      maxSim: this.#maxSim(query),
      elementsPerSlot: query.values.length * rowsPerVector,
    });
  }

  similarity(a: VectorValue, b: VectorValue): number {
    const { size, kind } = this.#options;
    return this.#maxSim(a).similarity(packRows(b.values, size, kind));
  }

  scoreOf(similarity: number): number {
    return shownScore(this.#options.distance, similarity);
  }

  #maxSim(query: VectorValue): PackedMaxSim {
    const { size: dimension, kind, distance } = this.#options;
    return new PackedMaxSim({ query: rowsOf(query, dimension), dimension, kind, distance });
  }

  #expected(slot: number): PackedValue {
    return { kind: 'packed', rowCount: this.#rowCounts[slot]!, checksum: this.#checksums[slot]! };
  }

  #grow(minimum: number): void {
    const slotCount = Math.max(minimum, 16, Math.ceil(this.#rowCounts.length * 1.5));
    const rowCounts = new Uint32Array(slotCount);
    rowCounts.set(this.#rowCounts);
    const checksums = new Uint32Array(slotCount);
    checksums.set(this.#checksums);
    this.#rowCounts = rowCounts;
    this.#checksums = checksums;
  }
}
