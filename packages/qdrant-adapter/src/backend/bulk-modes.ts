import type { Schemas } from '@qdrant/js-client-rest';
import { untilAborted, VectorStoreError } from '@x/core';
import type { QdrantBackend } from './qdrant-backend.ts';

/** A collection whose search index is not built until it is closed; see `QdrantClient.bulkMode`. */
export interface BulkMode extends AsyncDisposable {
  /** Gives the collection its `indexing_threshold` back, once everybody who holds it in this client has closed. */
  close(): Promise<void>;
}

/**
 * What a server goes by where a collection has no threshold (qdrant/qdrant lib/shard/src/optimizers/config.rs). That it has none cannot be given
 * back: null in an update leaves what is there.
 */
const defaultThreshold = 10_000;

interface Held {
  holders: number;
  /** The threshold to give back; `undefined` where nothing was changed. */
  former: number | undefined;
  /** The last of the changes, which come one after the other. */
  change: Promise<void>;
}

/** The collections in bulk mode of one client: the first of several holders sets the threshold to 0, the last one gives it back. */
export class BulkModes {
  readonly #backend: QdrantBackend;
  readonly #held = new Map<string, Held>();

  constructor(backend: QdrantBackend) {
    this.#backend = backend;
  }

  /** Resolves when the collection is in bulk mode. Where there is no server, nothing changes. */
  async begin(collection: string, signal: AbortSignal | undefined): Promise<BulkMode> {
    if (this.#backend.remote === undefined) return toBulkMode(async () => {});
    const held = this.#held.get(collection) ?? { holders: 0, former: undefined, change: Promise.resolve() };
    this.#held.set(collection, held);
    held.holders++;
    if (held.holders === 1) held.change = settled(held.change).then(() => this.#stopIndexing(collection, held));
    const mode = toBulkMode(() => this.#leave(collection, held));
    try {
      // Others may wait for the same change, so that the signal ends the waiting alone.
      await (signal === undefined ? held.change : untilAborted(held.change, signal));
      return mode;
    } catch (error) {
      // A change whose answer was lost may have been made.
      await settled(mode.close());
      throw error;
    }
  }

  /** Gives back what nobody has closed. */
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
    // One that could not be given back stays known, for the next holder.
    if (held.change === change) this.#held.delete(collection);
  }

  #restoreNext(collection: string, held: Held): Promise<void> {
    held.change = settled(held.change).then(() => this.#restore(collection, held));
    return held.change;
  }

  async #stopIndexing(collection: string, held: Held): Promise<void> {
    const threshold = await this.#threshold(collection);
    // Another client that holds the collection knows what was there, or this one does since it could not give it back.
    if (threshold === 0) return;
    held.former = threshold;
    await this.#setThreshold(collection, 0);
  }

  async #restore(collection: string, held: Held): Promise<void> {
    const { former } = held;
    if (former === undefined) return;
    try {
      // What somebody else has set meanwhile stays.
      if ((await this.#threshold(collection)) === 0) await this.#setThreshold(collection, former);
    } catch (cause) {
      const isGone = VectorStoreError.isInstance(cause) && cause.status === 404;
      if (!isGone) throw toRestoreError(collection, former, cause);
    }
    held.former = undefined;
  }

  // Past the door of the client, so that one which is being closed gives back what it has changed; and without the signal of an upload, for the same reason.
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
    message: `The collection "${collection}" stays in bulk mode, in which it is not indexed (${reason}). Call updateCollection('${collection}', { optimizers_config: { indexing_threshold: ${former} } }) when the server is back.`,
    operation: 'bulkMode',
    collection,
    isRetryable: VectorStoreError.isInstance(cause) && cause.isRetryable,
    cause,
  });
}
