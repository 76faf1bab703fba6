import type { QueryNode, VectorObjective, VectorReference } from '../requests/query/query-tree.ts';
import { columnWithCorpus } from './corpus-column.ts';
import { ExampleColumn } from './example-column.ts';
import { scoreByExamples } from './example-scoring.ts';
import { diversify } from './maximal-marginal-relevance.ts';
import type { ScoredSlot } from './nearest-scan.ts';
import { searchNearest } from './nearest.ts';
import type { HitLimits } from './query-hit.ts';
import type { QueryScope } from './query-scope.ts';
import { resolveObjective } from './resolve-vectors.ts';

/** The best points of a vector query, best first, equal scores in the order of ids. */
export async function searchVectors(
  objective: VectorObjective<VectorReference>,
  node: QueryNode,
  { selection, limit }: HitLimits,
  scope: QueryScope,
): Promise<ScoredSlot[]> {
  const ready = resolveObjective(objective, node, scope);
  const { table } = scope;
  const column = columnWithCorpus(table, table.columns.get(node.vectorName)!, node.idfCorpus);
  const { scoreThreshold } = node;
  if (ready.kind !== 'nearest') {
    const scored = new ExampleColumn(column, scoreByExamples(ready));
    return searchNearest(table, scored, noVector, { count: limit, selection, scoreThreshold });
  }
  const { target, mmr } = ready;
  if (mmr === undefined) return searchNearest(table, column, target, { count: limit, selection, scoreThreshold });
  // Without a limit of its own, MMR picks from as many as were asked for: it reorders them.
  const count = mmr.candidatesLimit ?? node.limit;
  const candidates = await searchNearest(table, column, target, { count, selection, scoreThreshold });
  return diversify(candidates, column, target, { lambda: mmr.lambda, limit });
}

/** An {@link ExampleColumn} has its examples in place of a query. */
const noVector = { kind: 'dense', values: new Float32Array(0) } as const;
