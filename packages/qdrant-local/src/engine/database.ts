import { DisposedError } from '@x/core';

import { aliasHasName, collectionExists, collectionNotFound, type RequestContext } from '../json/server-errors.ts';
import type { AliasAction } from '../requests/collections/read-aliases.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { UpdateResult } from '../requests/types/result-types.ts';
import type { PointTable } from '../table/point-table.ts';
import { Collection } from './collection.ts';
import { newCollectionConfig } from './new-collection.ts';
import { OperationQueue } from './operation-queue.ts';
import { planAliases, withoutAliasesOf } from './plan-aliases.ts';
import type { PlannedWrite, Reconfiguration, WritePlanner } from './planned-write.ts';
import type { Aliases, Storage } from './storage.ts';

/** A request's context where the collection is known. */
export type CollectionContext = RequestContext & { readonly collection: string };

/** What a {@link Database} is told, and tells. */
export interface DatabaseOptions {
  /** Told how many points a collection has after each write. */
  readonly onSize?: (collection: string, points: number) => void;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/** All collections, in front of one storage, which is opened at the first operation. */
export class Database {
  readonly #storage: Storage;
  /** Told of each collection that is opened or written to. */
  readonly #onSize: NonNullable<DatabaseOptions['onSize']>;
  readonly #now: () => number;
  readonly #collections = new Map<string, Collection>();
  #aliases: Aliases = new Map();
  readonly #queue = new OperationQueue();
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(storage: Storage, { onSize = () => undefined, now = Date.now }: DatabaseOptions = {}) {
    this.#storage = storage;
    this.#onSize = onSize;
    this.#now = now;
  }

  /** Adds an empty collection. @throws {VectorStoreError} with status 400 or 409 when the name is taken. */
  createCollection(context: CollectionContext, config: CollectionConfig): Promise<void> {
    return this.#exclusive(async () => {
      if (this.#collections.has(context.collection)) throw collectionExists(context);
      await this.#create(context, config);
    });
  }

  /** Removes a collection and the aliases that lead to it; false when there was none. */
  deleteCollection({ collection: name }: CollectionContext): Promise<boolean> {
    return this.#exclusive(async () => {
      if (!this.#collections.has(name)) return false;
      const aliases = withoutAliasesOf(this.#aliases, name);
      await this.#storage.restructure({ deleted: name, aliases });
      this.#aliases = aliases;
      return this.#collections.delete(name);
    });
  }

  /** Puts an empty collection in the place of one that may be there, whose points and aliases go. */
  recreateCollection(context: CollectionContext, config: CollectionConfig): Promise<void> {
    return this.#exclusive(() => this.#create(context, config));
  }

  async #create(context: CollectionContext, settings: CollectionConfig): Promise<void> {
    const { collection: name } = context;
    if (this.#aliases.has(name)) throw aliasHasName(context);
    const config = newCollectionConfig(settings, new Date(this.#now()));
    const aliases = withoutAliasesOf(this.#aliases, name);
    const replaced = this.#collections.has(name) ? { deleted: name, aliases } : {};
    await this.#storage.restructure({ ...replaced, created: { name, config } });
    this.#aliases = aliases;
    this.#collections.set(name, new Collection(config, this.#storage.readerOf(name)));
  }

  /** Changes aliases: all actions or, when it rejects, none. @throws {VectorStoreError} with status 404 or 409. */
  changeAliases(context: RequestContext, actions: readonly AliasAction[]): Promise<void> {
    return this.#exclusive(async () => {
      const hasCollection = (name: string): boolean => this.#collections.has(name);
      const aliases = planAliases(this.#aliases, actions, { hasCollection, context });
      await this.#storage.restructure({ aliases });
      this.#aliases = aliases;
    });
  }

  /** All aliases with their collections, in the order of the aliases. */
  aliases(): Promise<[alias: string, collection: string][]> {
    return this.#readAll(() => [...this.#aliases].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The collections' names in the order of code points. */
  collectionNames(): Promise<string[]> {
    return this.#readAll(() => [...this.#collections.keys()].toSorted());
  }

  /** Whether there is a collection of that name or alias. */
  hasCollection({ collection }: CollectionContext): Promise<boolean> {
    return this.#read([collection], () => this.#collections.has(this.#nameOf(collection)));
  }

  /**
   * Answers from one collection, which stays as it is until the answer is there. @throws {VectorStoreError} with status
   * 404 when it is not there.
   */
  read<T>(context: CollectionContext, answer: (table: PointTable) => T | Promise<T>): Promise<T> {
    return this.#read([context.collection], () => answer(this.#require(context).table));
  }

  /**
   * Answers from one collection and those named in `others`, which all stay as they are until the answer is there.
   * `findOther` gives `undefined` for a collection that is not there. @throws {VectorStoreError} with status 404 when the
   * first one is not there.
   */
  readAcross<T>(
    context: CollectionContext,
    others: readonly string[],
    answer: (table: PointTable, findOther: (name: string) => PointTable | undefined) => T | Promise<T>,
  ): Promise<T> {
    return this.#read([context.collection, ...others], () => {
      return answer(this.#require(context).table, (name) => this.#collections.get(this.#nameOf(name))?.table);
    });
  }

  /** Plans a write, stores its changes and applies them: all of it or, when anything fails, nothing. */
  async write(context: CollectionContext, plan: WritePlanner): Promise<UpdateResult> {
    const [result] = await this.writeBatch(context, 1, plan);
    return result!;
  }

  /** {@link Database.write} for a number of operations at once; a result for each. */
  writeBatch(context: CollectionContext, operationCount: number, plan: WritePlanner): Promise<UpdateResult[]> {
    return this.#write(context, async (collection) => {
      const changes = await plan(collection);
      const name = this.#nameOf(context.collection);
      return {
        store: async () => {
          if (changes.length > 0) await this.#storage.writePoints(name, changes);
        },
        apply: async () => {
          const first = await collection.apply(changes, operationCount);
          this.#onSize(name, collection.table.size);
          return Array.from({ length: operationCount }, (_, index) => {
            return { operation_id: first + index, status: 'completed' as const };
          });
        },
      };
    });
  }

  /** Like {@link Database.write}, for a write that changes the collection's settings too. */
  reconfigure(
    context: CollectionContext,
    plan: (collection: Collection) => Reconfiguration | Promise<Reconfiguration>,
  ): Promise<UpdateResult> {
    return this.#write(context, async (collection) => {
      const { config, changes } = await plan(collection);
      const builtIndexes = await collection.table.buildIndexes(config);
      return {
        store: () => this.#storage.updateCollection(this.#nameOf(context.collection), config, changes),
        apply: async () => ({
          operation_id: await collection.reconfigure(config, changes, builtIndexes),
          status: 'completed' as const,
        }),
      };
    });
  }

  /** Makes a database folder that holds what there is now; reads go on, writes wait to be applied. */
  snapshot(path: string): Promise<void> {
    const opening = this.#open();
    return this.#queue.read(
      () => this.#collections.keys(),
      async () => {
        await opening;
        const collections = [...this.#collections].map(([name, { config, table }]) => {
          return { name, config, points: table.records() };
        });
        await this.#storage.snapshot(path, { collections, aliases: this.#aliases });
      },
    );
  }

  /** Waits for everything that was called, then lets go of the storage. */
  close(): Promise<void> {
    this.#closing ??= this.#release();
    return this.#closing;
  }

  #write<Result>(
    context: CollectionContext,
    plan: (collection: Collection) => Promise<PlannedWrite<Result>>,
  ): Promise<Result> {
    const opening = this.#open();
    return this.#queue.write(() => this.#nameOf(context.collection), {
      prepare: async () => {
        await opening;
        const collection = this.#require(context);
        const { store, apply } = await plan(collection);
        // Reads that look into the storage must not find there what they do not know of yet.
        if (collection.table.readsStorage) return () => store().then(apply);
        await store();
        return apply;
      },
      apply: (apply) => apply(),
    });
  }

  #read<T>(collections: readonly string[], answer: () => T | Promise<T>): Promise<T> {
    const opening = this.#open();
    return this.#queue.read(
      () => collections.map((collection) => this.#nameOf(collection)),
      async () => {
        await opening;
        return answer();
      },
    );
  }

  #readAll<T>(answer: () => T): Promise<T> {
    const opening = this.#open();
    return this.#queue.readAll(async () => {
      await opening;
      return answer();
    });
  }

  #exclusive<T>(change: () => Promise<T>): Promise<T> {
    const opening = this.#open();
    return this.#queue.exclusive(async () => {
      await opening;
      return change();
    });
  }

  /** The collection that a name or an alias stands for. */
  #nameOf(nameOrAlias: string): string {
    return this.#aliases.get(nameOrAlias) ?? nameOrAlias;
  }

  #require(context: CollectionContext): Collection {
    const collection = this.#collections.get(this.#nameOf(context.collection));
    if (collection === undefined) throw collectionNotFound(context);
    return collection;
  }

  /** Opens the storage before the first operation. @throws {DisposedError} after {@link Database.close}. */
  #open(): Promise<void> {
    if (this.#closing !== undefined) throw new DisposedError({ resource: 'The QdrantLocal database' });
    // Alone, because what is called meanwhile does not know yet what an alias stands for.
    this.#opening ??= this.#queue.exclusive(async () => {
      try {
        await this.#load();
      } catch (error) {
        this.#forget();
        await this.#storage.close();
        // The reason may go away, such as another process that holds the folder: the next call tries again.
        this.#opening = undefined;
        throw error;
      }
    });
    // Each operation tells of the failure; the promise itself may fail before one of them listens.
    this.#opening.catch(() => undefined);
    return this.#opening;
  }

  async #release(): Promise<void> {
    await this.#queue.idle();
    // What could not be opened has cleared `#opening` and holds nothing.
    if (this.#opening !== undefined) await this.#storage.close();
    this.#forget();
  }

  async #load(): Promise<void> {
    const { collections, aliases } = await this.#storage.open();
    this.#aliases = aliases;
    for (const { name, config, points } of collections) {
      const collection = new Collection(config, this.#storage.readerOf(name));
      await collection.restore(points);
      this.#collections.set(name, collection);
      this.#onSize(name, collection.table.size);
    }
  }

  #forget(): void {
    this.#collections.clear();
    this.#aliases = new Map();
  }
}
