import type { QueryNode } from '../requests/query/query-tree.ts';
import type { PointTable } from '../table/point-table.ts';
import { lowestSimilarity } from '../vectors/distances.ts';
import { shortestFloat32 } from '../vectors/shortest-float32.ts';
import type { VectorColumn } from '../vectors/vector-column.ts';

/** Returns the column whose distance is the score of a query's hits; `undefined` when their score is computed in another way. */
export function rankingColumn({ query, vectorName }: QueryNode, table: PointTable): VectorColumn | undefined {
  if (query?.kind !== 'vector') return undefined;
  const { objective } = query;
  const isDistance =
    objective.kind === 'nearest' || (objective.kind === 'recommend' && objective.strategy === 'average_vector');
  return isDistance ? table.columns.get(vectorName) : undefined;
}

/**
 * Returns the score that clients see. A distance that exceeds the range of float32 is infinite there, which is `null` in JSON, as from a
 * server. Ranking has a finite score for it when it is in the worse direction.
 */
export function scoreForClient(score: number, column: VectorColumn | undefined): number {
  if (column !== undefined && score === column.scoreOf(lowestSimilarity)) {
    return column.isSmallerBetter ? Infinity : -Infinity;
  }
  // Adding 0 turns -0, which does not exist in JSON, into 0.
  return shortestFloat32(score) + 0;
}
