import type { Collection } from '../engine/collection.ts';
import type { RequestContext } from '../server-errors.ts';

/** What a query is evaluated in. Nothing of it changes while that lasts. */
export interface QueryScope {
  readonly collection: Collection;
  /** Another collection by its name or alias; only those that the query was read to need. */
  readonly findOther: (name: string) => Collection | undefined;
  readonly context: RequestContext;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}
