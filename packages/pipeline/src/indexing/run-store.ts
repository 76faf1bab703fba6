import { type NamedVectorsPoint, PipelineStageError, type PointId, type StorePayload, type VersionedStore, VectorStoreError } from '@x/core'; // prettier-ignore

import type { CallWatch, PipelineWork } from '../events.ts';
import { documentKey } from './document-keys.ts';
import { passageField, readRecord, runField } from './index-record.ts';
import { splitBySize } from './split-by-size.ts';

/** What a document's first passage records about it. */
export interface KnownDocument {
  /** Absent while the document is being written, and when it is not stored. */
  readonly hash: string | undefined;
  /** Upper bound of the passages' indexes; 0 when the document is not stored. */
  readonly passages: number;
  /** The latest run that wrote or saw the document; -1 for none. */
  readonly version: number;
  /** The run that wrote the document; -1 for none. */
  readonly written: number;
  /** False when the point does not exist, or was not written by a pipeline. */
  readonly isDocument: boolean;
}

/** Options of {@link RunStore}. */
export interface RunStoreOptions {
  readonly runId: number;
  readonly watch: CallWatch;
  readonly signal: AbortSignal | undefined;
}

/** About 400 kB of JSON. */
const idsPerDeletion = 10_000;

/** More attempts than needed: each further attempt means that another run has written in between. */
const maxAttempts = 100;

/** The store as used by a run with an id. Each write states the latest run whose points it may replace. */
export class RunStore<Payload extends object> {
  readonly runId: number;
  readonly #store: VersionedStore<Payload>;
  readonly #watch: CallWatch;
  readonly #signal: AbortSignal | undefined;

  constructor(store: VersionedStore<Payload>, { runId, watch, signal }: RunStoreOptions) {
    this.runId = runId;
    this.#store = store;
    this.#watch = watch;
    this.#signal = signal;
  }

  /** Reads first passages by their point ids. */
  async read(ids: readonly PointId[]): Promise<(id: PointId) => KnownDocument> {
    const call = this.#signal === undefined ? {} : { signal: this.#signal };
    const points = await this.#stage('retrieve', ids.length, () => this.#store.retrieve(ids, call));
    const known = new Map(points.map(({ id, payload }) => [documentKey(id), knownOf(payload)]));
    return (id) => known.get(documentKey(id)) ?? absent;
  }

  /** Stores points, unless the stored point is of a run later than `version`. */
  async upsert(points: readonly NamedVectorsPoint<Payload>[], version: number = this.runId): Promise<void> {
    for (const part of splitBySize(points, ({ payload }) => payload)) {
      await this.#stage('upsert', part.length, () => this.#store.upsertUnlessNewer(part, this.#guard(version)));
    }
  }

  /** Like {@link upsert}, for fields of the points' records. */
  async update(
    ids: readonly PointId[],
    values: Readonly<Record<string, number | string>>,
    version: number,
  ): Promise<void> {
    await this.#stage('update', ids.length, () => this.#store.updateUnlessNewer(ids, values, this.#guard(version)));
  }

  /** Like {@link upsert}, for deleting points. */
  async delete(ids: readonly PointId[], version: number = this.runId): Promise<void> {
    for (let from = 0; from < ids.length; from += idsPerDeletion) {
      const part = ids.slice(from, from + idsPerDeletion);
      await this.#stage('delete', part.length, () => this.#store.deleteUnlessNewer(part, this.#guard(version)));
    }
  }

  /** Yields the first passages that no run after `version` wrote or saw. */
  async *scan(version: number): AsyncGenerator<StorePayload<Payload>, void, undefined> {
    try {
      yield* this.#store.scanUnlessNewer({ ...this.#guard(version), where: { [passageField]: 0 } });
    } catch (cause) {
      if (this.#signal?.aborted && cause === this.#signal.reason) throw cause;
      throw new PipelineStageError({ stage: 'store', cause });
    }
  }

  /** Repeats `attempt` with the items that it returns, until it returns none. @throws {PipelineStageError} after too many attempts. */
  async settle<T>(open: readonly T[], attempt: (open: readonly T[]) => Promise<readonly T[]>): Promise<void> {
    let left = open;
    for (let attempts = 0; left.length > 0; attempts++) {
      if (attempts === maxAttempts) throw unsettled();
      left = await attempt(left);
    }
  }

  #guard(version: number): { readonly field: string; readonly version: number; readonly signal?: AbortSignal } {
    return { field: runField, version, ...(this.#signal && { signal: this.#signal }) };
  }

  #stage<T>(action: 'retrieve' | 'upsert' | 'update' | 'delete', points: number, run: () => Promise<T>): Promise<T> {
    const work: PipelineWork = { type: 'store', action, database: this.#store.database, points };
    return this.#watch.stage('store', run, this.#signal, work);
  }
}

const absent: KnownDocument = { hash: undefined, passages: 0, version: -1, written: -1, isDocument: false };

/** A point that no pipeline wrote counts as one passage to replace. */
function knownOf(payload: object): KnownDocument {
  const record = readRecord(payload);
  const { hash, passages = 1, run = -1, written = -1 } = record ?? {};
  return { hash: hash === '' ? undefined : hash, passages, version: run, written, isDocument: record !== undefined };
}

function unsettled(): PipelineStageError {
  const message =
    'The store does not return what was written to it. If it has replicas, use a read consistency with which reads see every write.';
  return new PipelineStageError({ stage: 'store', cause: new VectorStoreError({ message, operation: 'retrieve', isRetryable: true }) }); // prettier-ignore
}

/** Groups items by the run that their documents were read with. */
export function byVersion<T extends { readonly version: number }>(items: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(item.version);
    if (group === undefined) groups.set(item.version, [item]);
    else group.push(item);
  }
  return groups;
}
