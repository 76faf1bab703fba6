import type { PointTable } from '../engine/point-table.ts';
import { comparePointIds } from '../points/point-ids.ts';
import type { ScoredSlot } from './nearest.ts';

/** A hit of any query before it is made into an answer. */
export interface QueryHit extends ScoredSlot {
  /** The payload value that an `order_by` ordered it by. */
  readonly orderValue?: number;
  /** True for a hit that was listed, not scored: the server gives such hits the version 0. */
  readonly isListed?: boolean;
}

/** The score that the server gives to points that were listed, not scored. */
export const listedScore = 1;

/** Sorts hits by their scores, the largest first, equal ones by their ids. */
export function rankHits<T extends ScoredSlot>(table: PointTable, hits: Iterable<T>): T[] {
  return [...hits].toSorted((a, b) =>
    a.score === b.score ? comparePointIds(table.id(a.slot), table.id(b.slot)) : b.score - a.score,
  );
}
