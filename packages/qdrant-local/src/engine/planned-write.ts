import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointChange } from '../table/point-record.ts';
import type { Collection } from './collection.ts';

/** Determines the changes of a write to a collection. The collection does not change while it runs. */
export type WritePlanner = (collection: Collection) => readonly PointChange[] | Promise<readonly PointChange[]>;

/** New settings of a collection, and the changes to its points that they require. */
export interface Reconfiguration {
  readonly config: CollectionConfig;
  readonly changes: readonly PointChange[];
}

/** A planned write: it is stored first and then applied, which cannot fail. */
export interface PlannedWrite<Result> {
  readonly store: () => Promise<void>;
  readonly apply: () => Promise<Result>;
}
