import type { NamedVectorsPoint, PointId, StorePayload, VersionedScanOptions, VersionedStore, VersionGuard } from '@x/core'; // prettier-ignore

import type { FakeStore } from './fake-store.ts';

const mostIdleTurns = 1000;

/**
 * Lets one waiting worker continue at a time, chosen at random. Often continues the same worker again, so that some workers run
 * far ahead of others.
 */
export class Turns {
  readonly #random: () => number;
  readonly #waiting: { readonly worker: number; readonly go: () => void }[] = [];
  #last = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  take(worker: number): Promise<void> {
    return new Promise((go) => void this.#waiting.push({ worker, go }));
  }

  /** Gives turns until the work is done. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const ending = work.finally(() => (isOver = true));
    ending.catch(() => {});
    for (let idleTurns = 0; ; idleTurns++) {
      // Lets all workers reach their next turn.
      await new Promise((resolve) => void setImmediate(resolve));
      if (isOver) return ending;
      const own = this.#waiting.filter(({ worker }) => worker === this.#last);
      const open = own.length > 0 && this.#random() < 0.8 ? own : this.#waiting;
      const next = open[Math.floor(this.#random() * open.length)];
      // A worker that has blocked the event loop for long waits for a turn of its own.
      if (next === undefined && idleTurns < mostIdleTurns) continue;
      if (next === undefined) throw new Error('no worker waits, but the work is not done');
      idleTurns = 0;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#last = next.worker;
      next.go();
    }
  }
}

/** The call during which a worker is killed, and which points of that call are still written. */
export interface Kill {
  readonly call: number;
  readonly isApplied: (point: number) => boolean;
}

/** A guard that a faulty store ignores, to show that the guard is needed. */
export type Fault = 'upserts anything' | 'upserts over older runs' | 'updates anything' | 'deletes anything'; // prettier-ignore

/** Options of one worker's view of the store. */
export interface WorkerOptions {
  readonly worker: number;
  readonly turns: Turns;
  readonly kill: Kill | undefined;
  /** Id of the worker's run. */
  readonly runId: number;
  readonly fault: Fault | undefined;
}

/** A store with many shards, as seen by one worker: each point of a call waits for its own turn. */
export class ShardedStore<Payload extends object> implements VersionedStore<Payload> {
  readonly #store: FakeStore<Payload>;
  readonly #options: WorkerOptions;
  #calls = 0;

  constructor(store: FakeStore<Payload>, options: WorkerOptions) {
    this.#store = store;
    this.#options = options;
  }

  async upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard): Promise<void> {
    const own = this.#faulty(guard, 'upserts');
    await this.#each(points, (point) => this.#store.upsertUnlessNewer([point], own));
  }

  async updateUnlessNewer(
    ids: readonly PointId[],
    values: Readonly<Record<string, number | string>>,
    guard: VersionGuard,
  ): Promise<void> {
    // prettier-ignore
    const own = this.#faulty(guard, 'updates');
    await this.#each(ids, (id) => this.#store.updateUnlessNewer([id], values, own));
  }

  async deleteUnlessNewer(ids: readonly PointId[], guard: VersionGuard): Promise<void> {
    const own = this.#faulty(guard, 'deletes');
    await this.#each(ids, (id) => this.#store.deleteUnlessNewer([id], own));
  }

  async retrieve(ids: readonly PointId[]): Promise<StorePayload<Payload>[]> {
    const found: StorePayload<Payload>[] = [];
    await this.#each(ids, async (id) => void found.push(...(await this.#store.retrieve([id]))));
    return found;
  }

  async *scanUnlessNewer(options: VersionedScanOptions): AsyncGenerator<StorePayload<Payload>, void, undefined> {
    for await (const point of this.#store.scanUnlessNewer(options)) {
      await this.#each([point], async () => {});
      yield point;
    }
  }

  async upsert(): Promise<void> {
    throw new Error('a run with an id must write conditionally');
  }

  delete(): Promise<void> {
    return this.upsert();
  }

  async query(): Promise<never[]> {
    return [];
  }

  async *scan(): AsyncGenerator<never, void, undefined> {}

  async #each<T>(items: readonly T[], apply: (item: T) => Promise<void>): Promise<void> {
    const { kill, turns, worker } = this.#options;
    const call = this.#calls++;
    if (kill !== undefined && call > kill.call) throw new Error('killed');
    const isLast = call === kill?.call;
    const applyInTurn = async (item: T, index: number): Promise<void> => {
      await turns.take(worker);
      if (!isLast || kill.isApplied(index)) await apply(item);
    };
    await Promise.all(items.map(applyInTurn));
    if (isLast) throw new Error('killed');
  }

  #faulty(guard: VersionGuard, verb: string): VersionGuard {
    const { fault, runId } = this.#options;
    if (fault === `${verb} anything`) return { ...guard, version: Number.MAX_SAFE_INTEGER };
    return fault === `${verb} over older runs` ? { ...guard, version: Math.max(guard.version, runId) } : guard;
  }
}
