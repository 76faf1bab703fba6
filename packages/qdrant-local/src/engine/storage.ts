import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import type { StoredRowsReader } from '../table/point-table.ts';

/** A collection found when the storage was opened. */
export interface StoredCollection {
  readonly name: string;
  readonly config: CollectionConfig;
  /** Its points, to be read once. */
  readonly points: Iterable<PointRecord>;
}

/** Further names of collections: what each alias stands for. */
export type Aliases = ReadonlyMap<string, string>;

/** What was found when the storage was opened. */
export interface StoredDatabase {
  readonly collections: readonly StoredCollection[];
  readonly aliases: Aliases;
}

/** A change of which collections there are and what they are called; what is absent stays as it is. */
export interface StructureChange {
  /** A collection that goes, with all its points, before another may take its name. */
  readonly deleted?: string;
  /** A new collection without points. */
  readonly created?: { readonly name: string; readonly config: CollectionConfig };
  /** All aliases there are afterwards. */
  readonly aliases?: Aliases;
}

/**
 * Where collections outlive the process. The engine answers reads from memory, but for the packed rows of multivectors on
 * disk, and tells the storage of each write before it applies it; it knows neither files nor formats.
 *
 * Each write is atomic and durable when it resolves, and has changed nothing when it rejects.
 */
export interface Storage {
  /** May be called again after it rejected, or after {@link Storage.close}. */
  open(): Promise<StoredDatabase>;
  restructure(change: StructureChange): Promise<void>;
  /** Changes a collection's settings and points together. */
  updateCollection(name: string, config: CollectionConfig, changes: readonly PointChange[]): Promise<void>;
  writePoints(name: string, changes: readonly PointChange[]): Promise<void>;
  /**
   * Reads packed rows of a collection's points, as the last write that resolved left them; `undefined` where the storage
   * keeps none, and they are held in memory. Valid as long as the collection is there.
   */
  readerOf(name: string): StoredRowsReader | undefined;
  /**
   * Makes a database folder at `path` out of what is stored, in one step. Where nothing is stored, it takes `contents`,
   * which is the same and stays as it is meanwhile.
   */
  snapshot(path: string, contents: StoredDatabase): Promise<void>;
  /** Lets go of everything, also after a failed {@link Storage.open}; may be called more than once. */
  close(): Promise<void>;
}
