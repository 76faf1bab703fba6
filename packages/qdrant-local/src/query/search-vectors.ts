import { finish, runInTurns } from '../turns/steps.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { failedValidation } from '../json/server-errors.ts';
import type {
  MaximalMarginalRelevance,
  QueryNode,
  VectorObjective,
  VectorReference,
} from '../requests/query/query-tree.ts';
import type { PointTable } from '../table/point-table.ts';
import { SparseColumn } from '../vectors/sparse-column.ts';
import { columnWithCorpus } from './corpus-column.ts';
import { ExampleColumn } from './example-column.ts';
import { scoreByExamples } from './example-scoring.ts';
import { diversify } from './maximal-marginal-relevance.ts';
import type { ScoredSlot } from './nearest-scan.ts';
import { searchNearest } from './nearest.ts';
import type { HitLimits, QueryHit } from './query-hit.ts';
import type { QueryScope } from './query-scope.ts';
import { resolveObjective } from './resolve-vectors.ts';

/** A search for one vector whose results should differ from each other. */
export type DiverseObjective = Extract<VectorObjective<VectorReference>, { kind: 'nearest' }> & {
  readonly mmr: MaximalMarginalRelevance;
};

/** Returns the best points of a vector query, best first, equal scores in the order of ids. */
export async function searchVectors(
  objective: VectorObjective<VectorReference>,
  node: QueryNode,
  { selection, limit }: HitLimits,
  scope: QueryScope,
): Promise<ScoredSlot[]> {
  const { table, turns } = scope;
  const ready = await runInTurns(resolveObjective(objective, node, scope), turns);
  if (node.hasIdfParams) requireIdf(node, scope);
  const column = await columnWithCorpus(table, table.columns.get(node.vectorName)!, node.idfCorpus, turns);
  const { scoreThreshold } = node;
  if (ready.kind !== 'nearest') {
    const scored = new ExampleColumn(column, await runInTurns(finish(scoreByExamples(ready)), turns));
    return searchNearest(table, scored, noVector, { count: limit, selection, scoreThreshold, turns });
  }
  const { target, mmr } = ready;
  const isZeroLeftOut = leavesZeroOut(table, node.vectorName, selection);
  // Without its own limit, MMR chooses from as many points as were requested, and so only reorders them.
  const count = mmr === undefined ? limit : (mmr.candidatesLimit ?? node.limit);
  const nearest = await searchNearest(table, column, target, {
    count,
    selection,
    scoreThreshold,
    isZeroLeftOut,
    turns,
  });
  return mmr === undefined ? nearest : diversify(nearest, column, target, { lambda: mmr.lambda, limit, turns });
}

/**
 * Chooses the hits of other queries that differ most from each other, weighed against their relevance. They keep their scores. Hits
 * without the vector are left out.
 *
 * Source: qdrant/qdrant lib/collection/src/shards/local_shard/query.rs, `mmr_rescore`.
 */
export async function diversifyHits(
  hits: readonly QueryHit[],
  objective: DiverseObjective,
  node: QueryNode,
  scope: QueryScope,
): Promise<QueryHit[]> {
  const { kind, target, mmr } = objective;
  const ready = await runInTurns(resolveObjective({ kind, target, mmr }, node, scope), scope.turns);
  if (ready.kind !== 'nearest') throw new TypeError('A search for one vector was made into another. This is a bug.');
  const column = scope.table.columns.get(node.vectorName)!;
  const bySlot = new Map(hits.toReversed().map((hit) => [hit.slot, hit]));
  const candidates = [...new Set(hits.map(({ slot }) => bySlot.get(slot)!))].filter(({ slot }) => column.has(slot));
  return diversify(candidates, column, ready.target, { lambda: mmr.lambda, limit: node.limit, turns: scope.turns });
}

/**
 * Refuses IDF parameters for a vector without IDF, because they would not change any score.
 *
 * Source: qdrant/qdrant lib/shard/src/query_context.rs, `init_query_context`.
 *
 * @throws {VectorStoreError} with status 400 for a vector without the `idf` modifier.
 */
function requireIdf({ vectorName }: QueryNode, { table, context }: QueryScope): void {
  if (table.config.sparseVectors?.[vectorName]?.modifier === 'idf') return;
  const reason = 'requires a sparse vector with the `idf` modifier';
  throw failedValidation(context, `search param \`idf\` ${reason}, which vector ${JSON.stringify(vectorName)} is not`);
}

/** A search uses the inverted lists when at least this many points are selected. */
const fewSelected = 5000;

/**
 * Whether a server leaves out sparse vectors with a dot product of 0. It does when it adds up the inverted lists, that is, for a search among
 * all points or many points. When few points are selected, it scores each of them, and 0 is a score.
 *
 * Sources: qdrant/qdrant lib/sparse/src/index/search_context.rs (`advance_batch`, `plain_search`) and
 * lib/segment/src/index/sparse_index/sparse_vector_index.rs (`search_nearest_query`, `full_scan_threshold`).
 */
function leavesZeroOut(table: PointTable, vectorName: string, { candidates, passes }: SlotSelection): boolean {
  if (!(table.columns.get(vectorName) instanceof SparseColumn)) return false;
  if (candidates === undefined && passes === undefined) return true;
  const threshold = table.config.sparseVectors?.[vectorName]?.index?.full_scan_threshold ?? fewSelected;
  return (candidates?.length ?? table.size) >= threshold;
}

/** An {@link ExampleColumn} uses its examples instead of a query vector. */
const noVector = { kind: 'dense', values: new Float32Array(0) } as const;
