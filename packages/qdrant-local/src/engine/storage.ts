import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import type { StoredRowsReader } from '../table/point-table.ts';

/** A collection found when the storage was opened. */
export interface StoredCollection {
  readonly name: string;
  readonly config: CollectionConfig;
  /** Its points, which can be read once. */
  readonly points: Iterable<PointRecord>;
}

/** Alternative names of collections: each alias with its collection. */
export type Aliases = ReadonlyMap<string, string>;

/** The contents found when the storage was opened. */
export interface StoredDatabase {
  readonly collections: readonly StoredCollection[];
  readonly aliases: Aliases;
}

/** A change to the existing collections and aliases. Absent properties leave their part unchanged. */
export interface StructureChange {
  /** A collection to remove with all its points, before another may take its name. */
  readonly deleted?: string;
  /** A new collection without points. */
  readonly created?: { readonly name: string; readonly config: CollectionConfig };
  /** The complete set of aliases after the change. */
  readonly aliases?: Aliases;
}

/**
 * Stores collections beyond the life of the process. The engine answers reads from memory, except for the packed rows of
 * multivectors on disk. It passes each write to the storage before applying it, and knows nothing of files and formats.
 *
 * Each write is atomic. It is durable when it resolves, and has changed nothing when it rejects.
 */
export interface Storage {
  /** May be called again after it rejected, or after {@link Storage.close}. */
  open(): Promise<StoredDatabase>;
  restructure(change: StructureChange): Promise<void>;
  /** Changes a collection's settings and points together. */
  updateCollection(name: string, config: CollectionConfig, changes: readonly PointChange[]): Promise<void>;
  writePoints(name: string, changes: readonly PointChange[]): Promise<void>;
  /**
   * Returns a reader of the packed rows of the last resolved write. It is valid while the collection exists. Returns `undefined` when the rows are
   * in memory.
   */
  readerOf(name: string): StoredRowsReader | undefined;
  /**
   * Creates a database folder at `path` from the stored contents, in one step. A storage that stores nothing writes `contents`
   * instead, which equals the stored state and does not change while it runs.
   */
  snapshot(path: string, contents: StoredDatabase): Promise<void>;
  /** Releases all resources, even after a failed {@link Storage.open}. May be called more than once. */
  close(): Promise<void>;
}
