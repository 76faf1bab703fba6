import { numberOf, WholeFloat } from '../json/whole-float.ts';
import type { Bounds, ValueTest } from '../requests/filter/filter-tree.ts';
import { parseDatetime } from '../requests/filter/parse-datetime.ts';
import type { PayloadIndex, SlotSource } from './payload-index.ts';
import { uniteSlots } from './slot-sets.ts';
import { listSource, unionSource } from './slot-sources.ts';
import { SortedPairs } from './sorted-pairs.ts';

/** What an index of numbers or moments is about. */
export type RangeKind = 'integer' | 'float' | 'datetime';

/**
 * Looks up points by numbers or moments, one or a range. Integers and other numbers are kept together, so that a range
 * finds both; the kind decides which points count as indexed. Where one number is asked for, whole floats are no match, so that they make the answer inexact.
 */
export class RangeIndex implements PayloadIndex {
  readonly kind: RangeKind;
  /** The indexed numbers, or microseconds since 1970. */
  readonly pairs: SortedPairs = new SortedPairs();
  #pointCount = 0;
  /** Of points with whole floats. */
  #wholeFloatCount = 0;

  constructor(kind: RangeKind) {
    this.kind = kind;
  }

  get pointCount(): number {
    return this.#pointCount;
  }

  /** The number that a value is indexed by, `undefined` for one of another type. */
  toNumber(value: unknown): number | undefined {
    if (this.kind === 'datetime') return typeof value === 'string' ? parseDatetime(value) : undefined;
    return numberOf(value);
  }

  add(slot: number, values: readonly unknown[]): void {
    for (const key of this.#keys(values)) this.pairs.add(key, slot);
    if (this.#isCounted(values)) this.#pointCount++;
    if (values.some(isWholeFloat)) this.#wholeFloatCount++;
  }

  remove(slot: number, values: readonly unknown[]): void {
    for (const key of this.#keys(values)) this.pairs.remove(key, slot);
    if (this.#isCounted(values)) this.#pointCount--;
    if (values.some(isWholeFloat)) this.#wholeFloatCount--;
  }

  find(test: ValueTest): SlotSource | undefined {
    if (test.kind === (this.kind === 'datetime' ? 'datetimeRange' : 'range')) return this.#findRange(test.bounds);
    if (test.kind !== 'any' || this.kind === 'datetime') return undefined;
    const numbers = [...test.values];
    if (!numbers.every((number) => typeof number === 'number')) return undefined;
    return unionSource(numbers.map((number) => this.#findOne(number)));
  }

  /** Slots of one number are in order already. */
  #findOne(number: number): SlotSource {
    const range = this.pairs.range({ gt: -Infinity, gte: number, lt: Infinity, lte: number });
    return listSource(this.pairs.slots(range), this.#wholeFloatCount === 0);
  }

  #findRange(bounds: Bounds): SlotSource {
    const range = this.pairs.range(bounds);
    return {
      estimate: range.to - range.from,
      isExact: true,
      slots: () => uniteSlots([this.pairs.slots(range)]),
    };
  }

  #keys(values: readonly unknown[]): number[] {
    return values.map((value) => this.toNumber(value)).filter((key) => key !== undefined);
  }

  #isCounted(values: readonly unknown[]): boolean {
    if (this.kind === 'integer') return values.some((value) => Number.isSafeInteger(value));
    return values.some((value) => this.toNumber(value) !== undefined);
  }
}

function isWholeFloat(value: unknown): boolean {
  return value instanceof WholeFloat;
}
