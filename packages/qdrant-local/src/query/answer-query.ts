import { runInTurns, isSteps } from '../turns/steps.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { type ParsedQuery, type QueryNode, vectorsOf } from '../requests/query/query-tree.ts';
import type { PointRecordResult, QueryResult, ScoredPoint } from '../requests/types/result-types.ts';
import type { PointTable } from '../table/point-table.ts';
import { requireResultVectors } from '../table/prepare-vector.ts';
import { shapeRecord } from '../table/shape-record.ts';
import type { VectorColumn } from '../vectors/vector-column.ts';
import { AnswerSize, pointBytes } from './answer-size.ts';
import { evaluateQuery } from './evaluate-query.ts';
import { excludeSlots } from './narrow-selection.ts';
import type { QueryHit } from './query-hit.ts';
import type { QueryScope } from './query-scope.ts';
import { rankingColumn, scoreForClient } from './score-for-client.ts';

/** Answers a query from one consistent state of its collection. */
export async function answerQuery(request: ParsedQuery, scope: QueryScope): Promise<QueryResult> {
  const { query, prefetches } = request;
  // A random sample has no pages, so its offset is ignored.
  const offset = query?.kind === 'sample' && prefetches.length === 0 ? 0 : request.offset;
  requireResultVectors(scope.table.config, request.result, scope.context);
  // Includes the points before the page, because maximal marginal relevance chooses from them too (qdrant/qdrant
  // lib/collection/src/collection/query.rs).
  const limit = request.limit + offset;
  const selection = selectUnreferenced(request, scope);
  const hits = await evaluateQuery({ ...request, limit }, { selection, limit }, scope);
  return { points: await shapeHits(hits.slice(offset), request, scope) };
}

/** Turns the hits of a query into the points of a result. @throws {VectorStoreError} with status 400 when the result becomes too large. */
export async function shapeHits(
  hits: readonly QueryHit[],
  query: Omit<ParsedQuery, 'offset'>,
  scope: QueryScope,
): Promise<ScoredPoint[]> {
  const { table, turns } = scope;
  const { result } = query;
  const column = rankingColumn(query, table);
  scope.answerSize.add(hits.length, pointBytes(table.config, result));
  const points: ScoredPoint[] = [];
  for (const hit of hits) {
    if (turns.isSpent()) await turns.next();
    const record = shapeRecord(table, hit.slot, result, scope);
    points.push(shapeHit(hit, isSteps(record) ? await runInTurns(record, turns) : record, { table, column }));
  }
  return points;
}

/**
 * Answers queries one after the other.
 *
 * @throws {VectorStoreError} with status 400 when all results together become too large. When this is certain in advance, no query is answered.
 */
export async function answerQueries(requests: readonly ParsedQuery[], scope: QueryScope): Promise<QueryResult[]> {
  const foreseen = new AnswerSize(scope.context);
  for (const request of requests)
    foreseen.add(knownHits(request, scope), pointBytes(scope.table.config, request.result));
  const results: QueryResult[] = [];
  for (const request of requests) results.push(await answerQuery(request, scope));
  return results;
}

/** Returns the number of hits that a plain search among all dense vectors is certain to have; 0 for other queries. */
function knownHits(
  { query, filter, prefetches, scoreThreshold, vectorName, limit, offset }: ParsedQuery,
  { table }: QueryScope,
): number {
  const isPlain = filter === undefined && prefetches.length === 0 && scoreThreshold === undefined;
  if (!isPlain || query?.kind !== 'vector' || query.objective.kind !== 'nearest') return 0;
  const { target, mmr } = query.objective;
  if (target.kind !== 'vector' || mmr !== undefined || !Object.hasOwn(table.config.vectors, vectorName)) return 0;
  return Math.max(0, Math.min(limit, table.columns.get(vectorName)!.size - offset));
}

/** Selects all points except those that the query refers to, because callers do not search for points that they already have. */
export function selectUnreferenced(node: QueryNode, scope: QueryScope): SlotSelection {
  return excludeSlots({ candidates: undefined, passes: undefined }, new Set(referencedSlots(node, scope)));
}

function shapeHit(
  { slot, score, isListed, orderValue }: QueryHit,
  { id, ...rest }: PointRecordResult,
  { table, column }: { readonly table: PointTable; readonly column: VectorColumn | undefined },
): ScoredPoint {
  return {
    id,
    version: isListed ? 0 : table.version(slot),
    score: scoreForClient(score, column),
    ...rest,
    ...(orderValue === undefined ? {} : { order_value: orderValue }),
  };
}

/**
 * Returns the points of the searched collection that a query refers to, at every level. A `lookup_from` with an alias of that collection
 * refers to another one, as on a server.
 *
 * Source: qdrant/qdrant lib/collection/src/operations/universal_query/collection_query.rs, `get_referenced_point_ids_on_collection`.
 */
function referencedSlots({ query, lookupFrom, prefetches }: QueryNode, scope: QueryScope): number[] {
  const { table, tableName } = scope;
  const nested = prefetches.flatMap((prefetch) => referencedSlots(prefetch, scope));
  const isElsewhere = lookupFrom !== undefined && lookupFrom.collection !== tableName;
  if (query?.kind !== 'vector' || isElsewhere) return nested;
  const ids = vectorsOf(query.objective).flatMap((input) => (input.kind === 'point' ? [input.id] : []));
  return [...ids.map((id) => table.slotOf(id)).filter((slot) => slot !== undefined), ...nested];
}
