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

/** The context of a request whose collection is known. */
export type CollectionContext = RequestContext & { readonly collection: string };

/** Options of {@link Database}. */
export interface DatabaseOptions {
  /** Called with the number of points of a collection after each write. */
  readonly onSize?: (collection: string, points: number) => void;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/** All collections, backed by one storage, which is opened at the first operation. */
export class Database {
  readonly #storage: Storage;
  /** Called for each collection that is opened or written to. */
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

  /** Removes a collection and its aliases. Returns false when it does not exist. */
  deleteCollection({ collection: name }: CollectionContext): Promise<boolean> {
    return this.#exclusive(async () => {
      if (!this.#collections.has(name)) return false;
      const aliases = withoutAliasesOf(this.#aliases, name);
      await this.#storage.restructure({ deleted: name, aliases });
      this.#aliases = aliases;
      return this.#collections.delete(name);
    });
  }

  /** Creates an empty collection. Any collection of that name is removed first, with its points and aliases. */
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

  /** Applies all alias actions or, when it rejects, none of them. @throws {VectorStoreError} with status 404 or 409. */
  changeAliases(context: RequestContext, actions: readonly AliasAction[]): Promise<void> {
    return this.#exclusive(async () => {
      const hasCollection = (name: string): boolean => this.#collections.has(name);
      const aliases = planAliases(this.#aliases, actions, { hasCollection, context });
      await this.#storage.restructure({ aliases });
      this.#aliases = aliases;
    });
  }

  /** Returns all aliases with their collections, in alias order. */
  aliases(): Promise<[alias: string, collection: string][]> {
    return this.#readAll(() => [...this.#aliases].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Returns the names of the collections in code point order. */
  collectionNames(): Promise<string[]> {
    return this.#readAll(() => [...this.#collections.keys()].toSorted());
  }

  /** Returns whether a collection has this name or alias. */
  hasCollection({ collection }: CollectionContext): Promise<boolean> {
    return this.#read([collection], () => this.#collections.has(this.#nameOf(collection)));
  }

  /**
   * Runs `answer` on one collection, which does not change until the result resolves. @throws {VectorStoreError} with status
   * 404 when the collection does not exist.
   */
  read<T>(context: CollectionContext, answer: (table: PointTable) => T | Promise<T>): Promise<T> {
    return this.#read([context.collection], () => answer(this.#require(context).table));
  }

  /**
   * Runs `answer` on one collection and those named in `others`, none of which changes until the result resolves. `answer` gets
   * the first collection with its own name, also when the context has an alias. `findOther` returns `undefined` for a collection that does
   * not exist. @throws {VectorStoreError} with status 404 when the first
   * collection does not exist.
   */
  readAcross<T>(
    context: CollectionContext,
    others: readonly string[],
    answer: (collections: {
      readonly table: PointTable;
      readonly tableName: string;
      readonly findOther: (name: string) => PointTable | undefined;
    }) => T | Promise<T>,
  ): Promise<T> {
    return this.#read([context.collection, ...others], () => {
      const { table } = this.#require(context);
      const findOther = (name: string): PointTable | undefined => this.#collections.get(this.#nameOf(name))?.table;
      return answer({ table, tableName: this.#nameOf(context.collection), findOther });
    });
  }

  /** Plans a write, stores its changes and applies them. When any step fails, nothing changes. */
  async write(context: CollectionContext, plan: WritePlanner): Promise<UpdateResult> {
    const [result] = await this.writeBatch(context, 1, plan);
    return result!;
  }

  /** {@link Database.write} for several operations at once. Returns one result for each. */
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

  /** Like {@link Database.write}, for a write that also changes the collection's settings. */
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

  /** Creates a database folder with the present contents. In the meantime, reads continue and writes wait to be applied. */
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

  /** Waits for all previous calls, then closes the storage. */
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
        // A read that accesses the storage must not find changes there that the table does not have yet.
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

  /** Returns the collection that a name or an alias refers to. */
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
    // Opening is exclusive, because operations called in the meantime cannot resolve aliases yet.
    this.#opening ??= this.#queue.exclusive(async () => {
      try {
        await this.#load();
      } catch (error) {
        this.#forget();
        await this.#storage.close();
        // The cause may be temporary, such as another process that has the folder open. The next call tries again.
        this.#opening = undefined;
        throw error;
      }
    });
    // Each operation reports the failure. Without this handler, the promise could reject before one of them listens.
    this.#opening.catch(() => undefined);
    return this.#opening;
  }

  async #release(): Promise<void> {
    await this.#queue.idle();
    // A failed opening has cleared `#opening` and closed the storage.
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
