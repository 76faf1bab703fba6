import { sortInTurns } from '../turns/sort-in-steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { QueryHit } from './query-hit.ts';

/** A value by which points are grouped. */
export type GroupKey = string | number;

/** A group and its hits, best first. */
export interface HitGroup {
  readonly key: GroupKey;
  readonly hits: readonly QueryHit[];
}

/** Options of {@link GroupCollector}. */
export interface GroupCollectorOptions {
  /** The number of wanted groups. */
  readonly limit: number;
  /** The number of wanted hits in each group. */
  readonly groupSize: number;
  /** Whether a smaller score is better. */
  readonly isSmallerBetter: boolean;
  readonly keysOf: (slot: number) => readonly GroupKey[];
  readonly turns: Turns;
}

/**
 * Sorts hits into groups. Hits of equal score keep the order in which they were added, and so do groups.
 *
 * Source: qdrant/qdrant lib/collection/src/grouping/aggregator.rs.
 */
export class GroupCollector {
  readonly #options: GroupCollectorOptions;
  readonly #groups = new Map<GroupKey, Map<number, QueryHit>>();
  readonly #slots = new Set<number>();

  constructor(options: GroupCollectorOptions) {
    this.#options = options;
  }

  /** Adds hits, each to all groups of its point. */
  async add(hits: readonly QueryHit[]): Promise<void> {
    const { turns } = this.#options;
    for (const hit of hits) {
      for (const key of this.#options.keysOf(hit.slot)) {
        if (turns.isSpent()) await turns.next();
        const group = this.#groups.get(key) ?? new Map<number, QueryHit>();
        if (!group.has(hit.slot)) group.set(hit.slot, hit);
        this.#groups.set(key, group);
        this.#slots.add(hit.slot);
      }
    }
  }

  /** The slots of all hits in groups. */
  get slots(): ReadonlySet<number> {
    return this.#slots;
  }

  /** Returns true when all wanted groups are full. The wanted groups are the best ones found so far. */
  async isComplete(): Promise<boolean> {
    return (await this.#bestKeys()).filter((key) => this.#isFull(key)).length >= this.#options.limit;
  }

  /** Returns the keys of the full groups. */
  fullKeys(): Set<GroupKey> {
    return new Set([...this.#groups.keys()].filter((key) => this.#isFull(key)));
  }

  /** Returns the keys of the wanted groups that are not full. */
  async unfilledKeys(): Promise<Set<GroupKey>> {
    return new Set((await this.#bestKeys()).filter((key) => !this.#isFull(key)));
  }

  /** Returns the wanted groups with their wanted hits, best first. */
  async best(): Promise<HitGroup[]> {
    const { groupSize } = this.#options;
    const keys = await this.#bestKeys();
    return keys.map((key) => ({ key, hits: this.#ranked(key).slice(0, groupSize) }));
  }

  async #bestKeys(): Promise<GroupKey[]> {
    const { limit, turns } = this.#options;
    const groups: { readonly key: GroupKey; readonly best: QueryHit }[] = [];
    for (const key of this.#groups.keys()) {
      if (turns.isSpent()) await turns.next();
      groups.push({ key, best: this.#ranked(key)[0]! });
    }
    const inOrder = await sortInTurns(groups, (a, b) => this.#compare(a.best, b.best), turns);
    return inOrder.slice(0, limit).map(({ key }) => key);
  }

  #ranked(key: GroupKey): QueryHit[] {
    return [...this.#groups.get(key)!.values()].toSorted((a, b) => this.#compare(a, b));
  }

  #isFull(key: GroupKey): boolean {
    return this.#groups.get(key)!.size >= this.#options.groupSize;
  }

  #compare(a: QueryHit, b: QueryHit): number {
    return this.#options.isSmallerBetter ? a.score - b.score : b.score - a.score;
  }
}
