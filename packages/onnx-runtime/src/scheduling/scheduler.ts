import { DisposedError, type EncodedSequence, NonFiniteOutputError, nextTurn } from '@x/core';

import type { Host } from '../hosts/host.ts';
import { SessionEndedError } from '../hosts/session-ended-error.ts';
import type { MicroBatch, ReducedBatch, RunSettings } from '../session/micro-batch.ts';
import type { BatchLimits } from './batch-limits.ts';
import { PendingPool, type PendingSequence } from './pending-pool.ts';

// One batch runs while the next waits in the session's thread, so that the thread never idles. If all waiting sequences fit into
// one more micro-batch, they are held back while a batch runs. Later sequences, such as the next requests of callers that are
// answered now, can then join them.
const batchesInFlight = 2;

/** Options of {@link Scheduler}. */
export interface SchedulerOptions extends BatchLimits {
  /** Shorter sequences are padded to this number of tokens. @default 0 */
  readonly padToLength?: number;
}

/** Options of {@link Scheduler.submit}. */
export interface SubmitOptions {
  /** Identity of the sequence's call. */
  readonly call: object;
  /** Index of the sequence in its call. */
  readonly index: number;
  /** Sequences run together only if their settings are equal. @default {} */
  readonly settings?: RunSettings;
}

/** Packs the waiting sequences of all calls into micro-batches and keeps the session's thread busy. */
export class Scheduler {
  readonly #host: Host;
  readonly #model: string;
  readonly #limits: BatchLimits;
  readonly #pool: PendingPool;
  readonly #running = new Set<Promise<void>>();
  readonly #disposalActions = new Set<(reason: DisposedError) => void>();
  #isDispatchPlanned = false;
  #isDisposed = false;

  constructor(host: Host, model: string, { padToLength, ...limits }: SchedulerOptions) {
    this.#host = host;
    this.#model = model;
    this.#limits = limits;
    this.#pool = new PendingPool(padToLength);
  }

  /** Runs `action` once, when the scheduler is disposed of, or immediately if it already is. Dispose of the returned object to remove the action. */
  onDispose(action: (reason: DisposedError) => void): Disposable {
    if (this.#isDisposed) action(this.#disposedError());
    this.#disposalActions.add(action);
    return { [Symbol.dispose]: () => void this.#disposalActions.delete(action) };
  }

  /** Queues one sequence of a call; resolves to its result, which is a separate copy. */
  submit(sequence: EncodedSequence, { call, index, settings = {} }: SubmitOptions): Promise<Float32Array> {
    if (this.#isDisposed) return Promise.reject(this.#disposedError());
    return new Promise((resolve, reject) => {
      this.#pool.add({ sequence, call, index, settings, resolve, reject });
      this.#planDispatch();
    });
  }

  /** Rejects the waiting sequences of a call with `reason`. Running sequences continue, and their results are ignored. */
  cancel(call: object, reason: unknown): void {
    for (const { reject } of this.#pool.remove(call)) reject(reason);
  }

  /** Rejects the waiting sequences, runs the actions of `onDispose`, and resolves when no run is in progress. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    for (const action of this.#disposalActions) action(this.#disposedError());
    for (const { reject } of this.#pool.remove()) reject(this.#disposedError());
    await Promise.all(this.#running);
  }

  /** Dispatches after the current burst of submissions, so that sequences that arrive together can run together. */
  #planDispatch(): void {
    if (this.#isDispatchPlanned) return;
    this.#isDispatchPlanned = true;
    void this.#dispatchLater();
  }

  async #dispatchLater(): Promise<void> {
    await nextTurn();
    this.#isDispatchPlanned = false;
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#running.size < batchesInFlight) {
      if (this.#running.size > 0 && this.#pool.hasRoomInOne(this.#limits)) return;
      const taken = this.#pool.take(this.#limits);
      if (taken.length === 0) return;
      const run: Promise<void> = this.#run(taken).finally(() => {
        this.#running.delete(run);
        this.#dispatch();
      });
      this.#running.add(run);
    }
  }

  async #run(taken: readonly PendingSequence[]): Promise<void> {
    try {
      this.#scatter(taken, await this.#host.run(toMicroBatch(taken)));
    } catch (error) {
      if (taken.length === 1 || error instanceof SessionEndedError) for (const { reject } of taken) reject(error);
      // One bad sequence, of any call, fails the whole run. Run separately, each sequence gets its own result.
      else for (const pending of taken) await this.#run([pending]);
    }
  }

  #scatter(taken: readonly PendingSequence[], { values, lengths }: ReducedBatch): void {
    let offset = 0;
    for (const [row, { index, resolve, reject }] of taken.entries()) {
      const result = values.slice(offset, (offset += lengths[row]!));
      const value = nonFiniteIn(result);
      if (value === undefined) resolve(result);
      else reject(new NonFiniteOutputError({ model: this.#model, index, value }));
    }
  }

  #disposedError(): DisposedError {
    return new DisposedError({ resource: `The model "${this.#model}"` });
  }
}

/**
 * Returns the first value that is NaN or infinite. Uses a plain loop because `find` takes six times as long, and results may be
 * long.
 */
function nonFiniteIn(result: Float32Array): number | undefined {
  for (let index = 0; index < result.length; index++) {
    if (!Number.isFinite(result[index])) return result[index];
  }
  return undefined;
}

/** All sequences have the same settings, because the pool never mixes them. */
function toMicroBatch(taken: readonly PendingSequence[]): MicroBatch {
  const sequences = taken.map(({ sequence }) => sequence);
  const lengths = Uint32Array.from(sequences, ({ inputIds }) => inputIds.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const inputIds = new Int32Array(total);
  const hasTypes = sequences.some(({ tokenTypeIds }) => tokenTypeIds !== undefined);
  const tokenTypeIds = hasTypes ? new Uint8Array(total) : undefined;
  let offset = 0;
  for (const sequence of sequences) {
    inputIds.set(sequence.inputIds, offset);
    if (sequence.tokenTypeIds !== undefined) tokenTypeIds?.set(sequence.tokenTypeIds, offset);
    offset += sequence.inputIds.length;
  }
  const attendedLengths = sequences.some(({ attendedTokens }) => attendedTokens !== undefined)
    ? Uint32Array.from(sequences, ({ inputIds: ids, attendedTokens = ids.length }) => attendedTokens)
    : undefined;
  return {
    inputIds,
    lengths,
    ...taken[0]?.settings,
    ...(tokenTypeIds && { tokenTypeIds }),
    ...(attendedLengths && { attendedLengths }),
  };
}
