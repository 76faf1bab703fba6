import { DisposedError } from '@x/core';

import type { CollectionConfig } from '../requests/read-collection-config.ts';
import type { UpdateResult } from '../requests/result-types.ts';
import { collectionExists, collectionNotFound, type RequestContext } from '../server-errors.ts';
import type { PointChange, Storage } from '../storage/storage.ts';
import { Collection } from './collection.ts';
import { OperationQueue, type WriteSteps } from './operation-queue.ts';

/** A request's context where the collection is known. */
export type CollectionContext = RequestContext & { readonly collection: string };

/** New settings of a collection, and what has to change in its points with them. */
export interface Reconfiguration {
  readonly config: CollectionConfig;
  readonly changes: readonly PointChange[];
}

/** All collections, in front of one storage, which is opened at the first operation. */
export class Database {
  readonly #storage: Storage;
  readonly #collections = new Map<string, Collection>();
  readonly #queue = new OperationQueue();
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Adds an empty collection. @throws {VectorStoreError} with status 409 when the name is taken. */
  createCollection(context: CollectionContext, config: CollectionConfig): Promise<void> {
    const { collection } = context;
    return this.#write(context, {
      prepare: async () => {
        if (this.#collections.has(collection)) throw collectionExists(context);
        await this.#storage.createCollection(collection, config);
      },
      apply: () => void this.#collections.set(collection, new Collection(config)),
    });
  }

  /** Removes a collection; false when there was none. */
  deleteCollection(context: CollectionContext): Promise<boolean> {
    const { collection } = context;
    return this.#write(context, {
      prepare: async () => {
        if (this.#collections.has(collection)) await this.#storage.deleteCollection(collection);
      },
      apply: () => this.#collections.delete(collection),
    });
  }

  /** The collections' names in the order of code points. */
  collectionNames(): Promise<string[]> {
    this.#requireOpen();
    return this.#queue.readAll(async () => {
      await this.#open();
      return [...this.#collections.keys()].toSorted();
    });
  }

  /** Whether there is a collection of that name. */
  hasCollection({ collection }: CollectionContext): Promise<boolean> {
    return this.#read(collection, () => this.#collections.has(collection));
  }

  /**
   * Answers from one collection, which stays as it is until the answer is there. @throws {VectorStoreError} with status
   * 404 when it is not there.
   */
  read<T>(context: CollectionContext, answer: (collection: Collection) => T | Promise<T>): Promise<T> {
    return this.#read(context.collection, () => answer(this.#require(context)));
  }

  /**
   * Answers from one collection and those named in `others`, which all stay as they are until the answer is there.
   * `findOther` gives `undefined` for a collection that is not there. @throws {VectorStoreError} with status 404 when the
   * first one is not there.
   */
  readAcross<T>(
    context: CollectionContext,
    others: readonly string[],
    answer: (collection: Collection, findOther: (name: string) => Collection | undefined) => T | Promise<T>,
  ): Promise<T> {
    this.#requireOpen();
    return this.#queue.readAcross([context.collection, ...others], async () => {
      await this.#open();
      return answer(this.#require(context), (name) => this.#collections.get(name));
    });
  }

  /** Plans a write, stores its changes and applies them: all of it or, when anything fails, nothing. */
  write(context: CollectionContext, plan: (collection: Collection) => PointChange[]): Promise<UpdateResult> {
    return this.#write(context, {
      prepare: async () => {
        const collection = this.#require(context);
        const changes = plan(collection);
        if (changes.length > 0) await this.#storage.writePoints(context.collection, changes);
        return { collection, changes };
      },
      apply: ({ collection, changes }) => ({ operation_id: collection.apply(changes), status: 'completed' as const }),
    });
  }

  /** Like {@link Database.write}, for a write that changes the collection's settings too. */
  reconfigure(context: CollectionContext, plan: (collection: Collection) => Reconfiguration): Promise<UpdateResult> {
    return this.#write(context, {
      prepare: async () => {
        const collection = this.#require(context);
        const { config, changes } = plan(collection);
        await this.#storage.updateCollection(context.collection, config, changes);
        return { collection, config, changes };
      },
      apply: ({ collection, config, changes }) => ({
        operation_id: collection.reconfigure(config, changes),
        status: 'completed' as const,
      }),
    });
  }

  /** Waits for everything that was called, then lets go of the storage. */
  close(): Promise<void> {
    this.#closing ??= this.#release();
    return this.#closing;
  }

  #write<Prepared, Result>(
    { collection }: CollectionContext,
    { prepare, apply }: WriteSteps<Prepared, Result>,
  ): Promise<Result> {
    this.#requireOpen();
    return this.#queue.write(collection, {
      prepare: async () => {
        await this.#open();
        return prepare();
      },
      apply,
    });
  }

  #read<T>(subject: string, answer: () => T | Promise<T>): Promise<T> {
    this.#requireOpen();
    return this.#queue.read(subject, async () => {
      await this.#open();
      return answer();
    });
  }

  #require(context: CollectionContext): Collection {
    const collection = this.#collections.get(context.collection);
    if (collection === undefined) throw collectionNotFound(context);
    return collection;
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw new DisposedError({ resource: 'The QdrantLocal database' });
  }

  #open(): Promise<void> {
    this.#opening ??= this.#load().catch(async (error: unknown) => {
      this.#collections.clear();
      await this.#storage.close();
      // The reason may go away, such as another process that holds the folder: the next call tries again.
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #release(): Promise<void> {
    await this.#queue.idle();
    // What could not be opened has cleared `#opening` and holds nothing.
    if (this.#opening !== undefined) await this.#storage.close();
    this.#collections.clear();
  }

  async #load(): Promise<void> {
    for (const { name, config, points } of await this.#storage.open()) {
      const collection = new Collection(config);
      collection.restore(asPuts(points));
      this.#collections.set(name, collection);
    }
  }
}

function* asPuts(points: Iterable<Extract<PointChange, { kind: 'put' }>['record']>): Generator<PointChange> {
  for (const record of points) yield { kind: 'put', record };
}
