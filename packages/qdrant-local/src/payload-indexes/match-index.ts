import type { Steps } from '../turns/steps.ts';
import type { ValueTest } from '../requests/filter/filter-tree.ts';
import type { PayloadIndex, SlotSource } from './payload-index.ts';
import { Postings } from './postings.ts';
import { listSource, unionSource } from './slot-sources.ts';

// Searching more distinct strings than this would hold up the event loop too long. The points are then tested one by one.
const mostKeysLookedAt = 50_000;
const valuesPerStep = 256;

/** Finds points by equal values of one type. */
export class MatchIndex implements PayloadIndex {
  readonly #postings = new Postings<string | boolean>();
  readonly #toKey: (value: unknown) => string | boolean | undefined;
  readonly #isPrefix: boolean;
  #pointCount = 0;

  /**
   * @param toKey returns the key under which a value is indexed; `undefined` for a value of another type.
   * @param isPrefix whether strings can also be found by a prefix or a substring. @default false
   */
  constructor(
    toKey: (value: unknown) => string | boolean | undefined,
    { isPrefix = false }: { readonly isPrefix?: boolean } = {},
  ) {
    this.#toKey = toKey;
    this.#isPrefix = isPrefix;
  }

  get pointCount(): number {
    return this.#pointCount;
  }

  *add(slot: number, values: readonly unknown[]): Steps<void> {
    if (yield* this.#eachKey(values, (key) => this.#postings.add(key, slot))) this.#pointCount++;
  }

  *remove(slot: number, values: readonly unknown[]): Steps<void> {
    if (yield* this.#eachKey(values, (key) => this.#postings.remove(key, slot))) this.#pointCount--;
  }

  *find(test: ValueTest): Steps<SlotSource | undefined> {
    if (test.kind === 'prefix' && this.#isPrefix) return this.#findPrefix(test.text);
    if (test.kind === 'substring' && this.#isPrefix) return this.#findSubstring(test.text);
    if (test.kind !== 'any') return undefined;
    return yield* this.#findAny(test.values);
  }

  *#findAny(values: ReadonlySet<unknown>): Steps<SlotSource | undefined> {
    const sources: SlotSource[] = [];
    let count = 0;
    for (const value of values) {
      if (++count % valuesPerStep === 0) yield;
      const key = this.#toKey(value);
      if (key === undefined) return undefined;
      const slots = this.#postings.slots(key);
      if (slots.length > 0) sources.push(listSource(slots));
    }
    return unionSource(sources);
  }

  #findSubstring(text: string): SlotSource | undefined {
    if (this.#postings.keyCount > mostKeysLookedAt) return undefined;
    const keys = [...this.#postings.keys()].filter((key) => typeof key === 'string' && key.includes(text));
    return unionSource(keys.map((key) => listSource(this.#postings.slots(key))));
  }

  #findPrefix(prefix: string): SlotSource {
    const keys = this.#postings.sortedKeys() as readonly string[];
    const sources: SlotSource[] = [];
    for (let index = firstAtOrAfter(keys, prefix); index < keys.length; index++) {
      const key = keys[index]!;
      if (!key.startsWith(prefix)) break;
      sources.push(listSource(this.#postings.slots(key)));
    }
    return unionSource(sources);
  }

  /** Calls `change` with the key of each value, and returns whether there was at least one key. */
  *#eachKey(values: readonly unknown[], change: (key: string | boolean) => void): Steps<boolean> {
    let count = 0;
    for (const value of values) {
      const key = this.#toKey(value);
      if (key === undefined) continue;
      change(key);
      if (++count % valuesPerStep === 0) yield;
    }
    return count > 0;
  }
}

function firstAtOrAfter(keys: readonly string[], wanted: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
