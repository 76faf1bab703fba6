import { sortInTurns, type Turns } from '../event-loop-turns.ts';
import type { QueryHit } from './query-hit.ts';

/** A value that points are grouped by. */
export type GroupKey = string | number;

/** A group and its hits, best first. */
export interface HitGroup {
  readonly key: GroupKey;
  readonly hits: readonly QueryHit[];
}

/** How {@link GroupCollector} collects. */
export interface GroupCollectorOptions {
  /** How many groups are wanted. */
  readonly limit: number;
  /** How many hits are wanted in each. */
  readonly groupSize: number;
  /** True where a smaller score is the better one. */
  readonly isSmallerBetter: boolean;
  readonly keysOf: (slot: number) => readonly GroupKey[];
  readonly turns: Turns;
}

/**
 * Sorts hits into groups; hits and groups of equal score stay in the order in which they came.
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

  /** Adds hits, each to every group of its point. */
  async add(hits: readonly QueryHit[]): Promise<void> {
    const { turns } = this.#options;
    for (const hit of hits) {
      if (turns.isSpent()) await turns.next();
      for (const key of this.#options.keysOf(hit.slot)) {
        const group = this.#groups.get(key) ?? new Map<number, QueryHit>();
        if (!group.has(hit.slot)) group.set(hit.slot, hit);
        this.#groups.set(key, group);
        this.#slots.add(hit.slot);
      }
    }
  }

  /** The slots of all hits that are in a group. */
  get slots(): ReadonlySet<number> {
    return this.#slots;
  }

  /** True when as many groups as are wanted have all their hits, and none of the others is better. */
  async isComplete(): Promise<boolean> {
    return (await this.#bestKeys()).filter((key) => this.#isFull(key)).length >= this.#options.limit;
  }

  /** The groups that have all their hits. */
  fullKeys(): Set<GroupKey> {
    return new Set([...this.#groups.keys()].filter((key) => this.#isFull(key)));
  }

  /** The wanted groups that lack hits. */
  async unfilledKeys(): Promise<Set<GroupKey>> {
    return new Set((await this.#bestKeys()).filter((key) => !this.#isFull(key)));
  }

  /** The wanted groups with their wanted hits, best first. */
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
