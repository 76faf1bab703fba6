import type { Steps } from '../turns/steps.ts';
import { numberOf, WholeFloat } from '../json/whole-float.ts';
import type { Bounds, ValueTest } from '../requests/filter/filter-tree.ts';
import { parseDatetime } from '../requests/filter/parse-datetime.ts';
import type { PayloadIndex, SlotSource } from './payload-index.ts';
import { uniteSlots } from './slot-sets.ts';
import { listSource, unionSource } from './slot-sources.ts';
import { SortedPairs } from './sorted-pairs.ts';

const valuesPerStep = 256;

/** The type of the values in an index of numbers or moments. */
export type RangeKind = 'integer' | 'float' | 'datetime';

/**
 * Finds points by a number or a moment, or by a range of them. Integers and other numbers are stored together, because a range finds both.
 *
 * In an index of integers, a whole float is the integer. An index of floats does not match whole floats with integers; if it contains some,
 * the result of a query for one number is inexact.
 */
export class RangeIndex implements PayloadIndex {
  readonly kind: RangeKind;
  /** The indexed numbers, or microseconds since 1970. */
  readonly pairs: SortedPairs = new SortedPairs();
  #pointCount = 0;
  /** The number of points with whole floats. */
  #wholeFloatCount = 0;

  constructor(kind: RangeKind) {
    this.kind = kind;
  }

  get pointCount(): number {
    return this.#pointCount;
  }

  /** Returns the number under which a value is indexed; `undefined` for a value of another type. */
  toNumber(value: unknown): number | undefined {
    if (this.kind === 'datetime') return typeof value === 'string' ? parseDatetime(value) : undefined;
    return numberOf(value);
  }

  *add(slot: number, values: readonly unknown[]): Steps<void> {
    yield* this.#eachKey(values, (key) => this.pairs.add(key, slot));
    if (this.#isCounted(values)) this.#pointCount++;
    if (values.some(isWholeFloat)) this.#wholeFloatCount++;
  }

  *remove(slot: number, values: readonly unknown[]): Steps<void> {
    yield* this.#eachKey(values, (key) => this.pairs.remove(key, slot));
    if (this.#isCounted(values)) this.#pointCount--;
    if (values.some(isWholeFloat)) this.#wholeFloatCount--;
  }

  *find(test: ValueTest): Steps<SlotSource | undefined> {
    if (test.kind === (this.kind === 'datetime' ? 'datetimeRange' : 'range')) return this.#findRange(test.bounds);
    if (test.kind !== 'any' || this.kind === 'datetime') return undefined;
    return yield* this.#findAny(test.values);
  }

  /** Compares whole floats as integers in an index of integers. */
  *redefine(test: ValueTest): Steps<((values: readonly unknown[]) => boolean) | undefined> {
    if (this.kind !== 'integer') return undefined;
    if (test.kind === 'any') return (values) => values.some((value) => test.values.has(integerOf(value)));
    if (test.kind !== 'except') return undefined;
    yield;
    return (values) => values.some((value) => value !== null && !test.values.has(integerOf(value)));
  }

  *#findAny(values: ReadonlySet<unknown>): Steps<SlotSource | undefined> {
    const sources: SlotSource[] = [];
    let count = 0;
    for (const value of values) {
      if (++count % valuesPerStep === 0) yield;
      if (typeof value !== 'number') return undefined;
      const source = this.#findOne(value);
      if (source.estimate > 0) sources.push(source);
    }
    return unionSource(sources);
  }

  /** Returns the slots of one number. They are already in order. */
  #findOne(number: number): SlotSource {
    const range = this.pairs.range({ gt: -Infinity, gte: number, lt: Infinity, lte: number });
    const isExact = this.kind === 'integer' || this.#wholeFloatCount === 0;
    return listSource(this.pairs.slots(range), { isExact });
  }

  #findRange(bounds: Bounds): SlotSource {
    const range = this.pairs.range(bounds);
    return {
      estimate: range.to - range.from,
      isExact: true,
      slots: () => uniteSlots([this.pairs.slots(range)]),
    };
  }

  *#eachKey(values: readonly unknown[], change: (key: number) => void): Steps<void> {
    for (let index = 0; index < values.length; index++) {
      if (index % valuesPerStep === valuesPerStep - 1) yield;
      const key = this.toNumber(values[index]);
      if (key !== undefined) change(key);
    }
  }

  #isCounted(values: readonly unknown[]): boolean {
    if (this.kind === 'integer') return values.some((value) => Number.isSafeInteger(numberOf(value)));
    return values.some((value) => this.toNumber(value) !== undefined);
  }
}

/** Returns the integer of a whole float, and any other value unchanged. */
function integerOf(value: unknown): unknown {
  return value instanceof WholeFloat ? value.value : value;
}

function isWholeFloat(value: unknown): boolean {
  return value instanceof WholeFloat;
}
