import { sortInTurns } from '../turns/sort-in-steps.ts';
import { runInTurns, mapInSteps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';

/** Breaks ties between equal scores: negative when slot `a` comes before slot `b`. */
export type SlotOrder = (a: number, b: number) => number;

/**
 * Keeps the best `capacity` of all offered (score, slot) pairs in a bounded heap whose root is the worst pair kept.
 *
 * A larger score is always better here; distances are offered negated.
 */
export class TopK {
  readonly #capacity: number;
  readonly #compareSlots: SlotOrder;
  readonly #scores: Float64Array;
  readonly #slots: Int32Array;
  #size = 0;

  constructor(capacity: number, compareSlots: SlotOrder) {
    this.#capacity = capacity;
    this.#compareSlots = compareSlots;
    this.#scores = new Float64Array(capacity);
    this.#slots = new Int32Array(capacity);
  }

  /** The worst score kept, or -Infinity while there is room. A pair with a lower score is not kept. */
  get worstScore(): number {
    return this.#size < this.#capacity || this.#capacity === 0 ? -Infinity : this.#scores[0]!;
  }

  /** Returns whether {@link TopK.offer} would keep the pair. */
  accepts(score: number, slot: number): boolean {
    if (this.#size < this.#capacity) return true;
    const comparable = score === score ? score : -Infinity;
    return this.#capacity > 0 && this.#isWorse(this.#scores[0]!, this.#slots[0]!, comparable, slot);
  }

  /** Offers one pair. A score of NaN (an overflow in float32) counts as the worst possible score. */
  offer(score: number, slot: number): void {
    const comparable = score === score ? score : -Infinity;
    if (this.#size < this.#capacity) {
      this.#scores[this.#size] = comparable;
      this.#slots[this.#size] = slot;
      this.#siftUp(this.#size++);
    } else if (this.#capacity > 0 && this.#isWorse(this.#scores[0]!, this.#slots[0]!, comparable, slot)) {
      this.#scores[0] = comparable;
      this.#slots[0] = slot;
      this.#siftDown();
    }
  }

  /** Returns the kept pairs, best first. */
  async sorted(turns: Turns): Promise<{ score: number; slot: number }[]> {
    const pairs = mapInSteps({ length: this.#size }, (_, index) => ({
      score: this.#scores[index]!,
      slot: this.#slots[index]!,
    }));
    const kept = await runInTurns(pairs, turns);
    const bestFirst = (a: (typeof kept)[number], b: (typeof kept)[number]): number =>
      a.score === b.score ? this.#compareSlots(a.slot, b.slot) : b.score - a.score;
    return sortInTurns(kept, bestFirst, turns);
  }

  #isWorse(score: number, slot: number, otherScore: number, otherSlot: number): boolean {
    return score < otherScore || (score === otherScore && this.#compareSlots(slot, otherSlot) > 0);
  }

  #siftUp(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isWorseAt(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #siftDown(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= this.#size) return;
      const right = left + 1;
      const worse = right < this.#size && this.#isWorseAt(right, left) ? right : left;
      if (!this.#isWorseAt(worse, parent)) return;
      this.#swap(worse, parent);
      parent = worse;
    }
  }

  #isWorseAt(a: number, b: number): boolean {
    return this.#isWorse(this.#scores[a]!, this.#slots[a]!, this.#scores[b]!, this.#slots[b]!);
  }

  #swap(a: number, b: number): void {
    const score = this.#scores[a]!;
    const slot = this.#slots[a]!;
    this.#scores[a] = this.#scores[b]!;
    this.#slots[a] = this.#slots[b]!;
    this.#scores[b] = score;
    this.#slots[b] = slot;
  }
}
