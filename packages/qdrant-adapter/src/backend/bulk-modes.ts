import type { Schemas } from '@qdrant/js-client-rest';
import { untilAborted, VectorStoreError } from '@x/core';
import type { QdrantBackend } from './qdrant-backend.ts';

/** A collection in bulk mode: its search index is not built until `close`. See `QdrantClient.bulkMode`. */
export interface BulkMode extends AsyncDisposable {
  /** Restores the collection's `indexing_threshold` when the last holder in this client has closed. */
  close(): Promise<void>;
}

/**
 * The threshold that a server uses for a collection without its own (qdrant/qdrant lib/shard/src/optimizers/config.rs). A missing threshold cannot
 * be restored: null in an update leaves the current value.
 */
const defaultThreshold = 10_000;

interface Held {
  holders: number;
  /** The threshold to restore; `undefined` when nothing was changed. */
  former: number | undefined;
  /** The last change. Changes run one after the other. */
  change: Promise<void>;
}

/** The collections of one client that are in bulk mode. The first holder of a collection sets its threshold to 0, the last one restores it. */
export class BulkModes {
  readonly #backend: QdrantBackend;
  readonly #held = new Map<string, Held>();

  constructor(backend: QdrantBackend) {
    this.#backend = backend;
  }

  /** Resolves when the collection is in bulk mode. Changes nothing without a server. */
  async begin(collection: string, signal: AbortSignal | undefined): Promise<BulkMode> {
    if (this.#backend.remote === undefined) return toBulkMode(async () => {});
    const held = this.#held.get(collection) ?? { holders: 0, former: undefined, change: Promise.resolve() };
    this.#held.set(collection, held);
    held.holders++;
    if (held.holders === 1) held.change = settled(held.change).then(() => this.#stopIndexing(collection, held));
    const mode = toBulkMode(() => this.#leave(collection, held));
    try {
      // Others may wait for the same change, so the signal ends only this wait.
      await (signal === undefined ? held.change : untilAborted(held.change, signal));
      return mode;
    } catch (error) {
      // The change may have been applied even though its response was lost.
      await settled(mode.close());
      throw error;
    }
  }

  /** Restores the thresholds of all collections that are still in bulk mode. */
  async end(): Promise<void> {
    const restored = [...this.#held].map(([collection, held]) => this.#restoreNext(collection, held));
    await Promise.allSettled(restored);
    await Promise.all(restored);
  }

  async #leave(collection: string, held: Held): Promise<void> {
    held.holders--;
    if (held.holders > 0) return;
    const change = this.#restoreNext(collection, held);
    await change;
    // A collection whose threshold could not be restored stays in the map for the next holder.
    if (held.change === change) this.#held.delete(collection);
  }

  #restoreNext(collection: string, held: Held): Promise<void> {
    held.change = settled(held.change).then(() => this.#restore(collection, held));
    return held.change;
  }

  async #stopIndexing(collection: string, held: Held): Promise<void> {
    const threshold = await this.#threshold(collection);
    // Another client set the 0 and restores it, or this client knows the former threshold because an earlier restore failed.
    if (threshold === 0) return;
    held.former = threshold;
    await this.#setThreshold(collection, 0);
  }

  async #restore(collection: string, held: Held): Promise<void> {
    const { former } = held;
    if (former === undefined) return;
    try {
      // Keeps a threshold that was set by hand in the meantime.
      if ((await this.#threshold(collection)) === 0) await this.#setThreshold(collection, former);
    } catch (cause) {
      const isGone = VectorStoreError.isInstance(cause) && cause.status === 404;
      if (!isGone) throw toRestoreError(collection, former, cause);
    }
    held.former = undefined;
  }

  // Calls the backend directly: a client that is closing must still restore its thresholds. For the same reason it ignores the upload's signal.
  async #threshold(collection: string): Promise<number> {
    const info = (await this.#backend.call('getCollection', { collection })) as Schemas['CollectionInfo'];
    return info.config.optimizer_config.indexing_threshold ?? defaultThreshold;
  }

  async #setThreshold(collection: string, threshold: number): Promise<void> {
    const body = { optimizers_config: { indexing_threshold: threshold } };
    await this.#backend.call('updateCollection', { collection, body });
  }
}

function toBulkMode(end: () => Promise<void>): BulkMode {
  let ending: Promise<void> | undefined;
  const close = (): Promise<void> => (ending ??= end());
  return { close, [Symbol.asyncDispose]: close };
}

async function settled(change: Promise<void>): Promise<void> {
  await change.catch(() => {});
}

function toRestoreError(collection: string, former: number, cause: unknown): VectorStoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new VectorStoreError({
    message: `The collection "${collection}" stays in bulk mode, so it is not indexed (${reason}). Call updateCollection('${collection}', { optimizers_config: { indexing_threshold: ${former} } }) when the server is back.`,
    operation: 'bulkMode',
    collection,
    isRetryable: VectorStoreError.isInstance(cause) && cause.isRetryable,
    cause,
  });
}
