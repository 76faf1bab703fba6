import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointChange } from '../table/point-record.ts';
import type { Collection } from './collection.ts';

/** What a write changes in a collection, which stays as it is until that is known. */
export type WritePlanner = (collection: Collection) => readonly PointChange[] | Promise<readonly PointChange[]>;

/** New settings of a collection, and what has to change in its points with them. */
export interface Reconfiguration {
  readonly config: CollectionConfig;
  readonly changes: readonly PointChange[];
}

/** A write that is planned: first it is stored, then it is applied, which cannot fail. */
export interface PlannedWrite<Result> {
  readonly store: () => Promise<void>;
  readonly apply: () => Promise<Result>;
}
