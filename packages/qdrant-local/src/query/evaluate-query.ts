import { runInTurns, mapInSteps } from '../turns/steps.ts';
import { joinFilters } from '../filter/join-filters.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import type { ParsedQueryKind, QueryNode } from '../requests/query/query-tree.ts';
import { fuseHits } from './fuse-hits.ts';
import { intersectSelections, selectOnly } from './narrow-selection.ts';
import { orderSlots } from './order-slots.ts';
import { bestHits, type HitLimits, listedScore, type QueryHit, slotsOf } from './query-hit.ts';
import type { QueryScope } from './query-scope.ts';
import { rescoreByFormula } from './rescore-by-formula.ts';
import { sampleSlots } from './sample-slots.ts';
import { scrollSlots } from './scroll-slots.ts';
import { searchTexts } from './search-texts.ts';
import { diversifyHits, searchVectors } from './search-vectors.ts';

/**
 * Returns the hits of a whole query, best first.
 *
 * Filters are passed down and joined on the way, and only the innermost queries apply them. A query over prefetches
 * scores the points that these found. `selection` narrows all levels. Sources: qdrant/qdrant lib/shard/src/query/planned_query.rs,
 * lib/collection/src/collection/query.rs (`intermediate_query_infos`).
 */
export async function evaluateQuery(root: QueryNode, options: HitLimits, scope: QueryScope): Promise<QueryHit[]> {
  const found = await evaluatePrefetches(root, options, scope);
  // A server merges the shards' lists for a fusion at the root and cuts each to its limit, which only MMR exceeds.
  const isCut = root.query?.kind === 'fusion';
  const sources = isCut ? found.map((hits, index) => hits.slice(0, root.prefetches[index]!.limit)) : found;
  return evaluateLevel(root, { ...options, sources }, scope);
}

/** Returns the hits of one level, whose prefetches found `sources`. */
async function evaluateLevel(
  node: QueryNode,
  options: HitLimits & { readonly sources: readonly QueryHit[][] },
  scope: QueryScope,
): Promise<QueryHit[]> {
  const { query, prefetches } = node;
  const { limit, sources } = options;
  if (prefetches.length === 0) {
    const selection = intersectSelections(await selectSlots(scope.table, node.filter, scope.turns), options.selection);
    return queryPoints(node, { limit, selection }, scope);
  }
  if (query?.kind === 'fusion' || query?.kind === 'formula') {
    return mergeSources(query, { node, sources, limit }, scope);
  }
  const selection = await selectOnly(await runInTurns(slotsOf(sources), scope.turns), scope.turns);
  return queryPoints(node, { limit, selection }, scope);
}

async function evaluatePrefetches(
  { filter, prefetches }: QueryNode,
  { selection }: Pick<HitLimits, 'selection'>,
  scope: QueryScope,
): Promise<QueryHit[][]> {
  const sources: QueryHit[][] = [];
  for (const prefetch of prefetches) {
    const joined = { ...prefetch, filter: joinFilters(filter, prefetch.filter) };
    sources.push(await evaluatePrefetch(joined, { selection }, scope));
  }
  return sources;
}

/**
 * Returns the hits of a prefetch. For maximal marginal relevance, these are all hits of a plain search for its candidates. With
 * prefetches of its own, it chooses from everything that they found.
 *
 * Sources: qdrant/qdrant lib/shard/src/query/planned_query.rs (`leaf_source_from_scoring_query`, `recurse_prefetches`).
 */
async function evaluatePrefetch(
  node: QueryNode,
  { selection }: Pick<HitLimits, 'selection'>,
  scope: QueryScope,
): Promise<QueryHit[]> {
  const { query, limit, prefetches } = node;
  const sources = await evaluatePrefetches(node, { selection }, scope);
  const objective = query?.kind === 'vector' ? query.objective : undefined;
  if (objective?.kind !== 'nearest' || objective.mmr === undefined) {
    return evaluateLevel(node, { selection, limit, sources }, scope);
  }
  const { mmr, ...plain } = objective;
  if (prefetches.length > 0) return diversifyHits(sources.flat(), { ...plain, mmr }, node, scope);
  const search = { ...node, query: { kind: 'vector' as const, objective: plain } };
  return evaluateLevel(search, { selection, limit: mmr.candidatesLimit ?? limit, sources }, scope);
}

async function queryPoints(node: QueryNode, options: HitLimits, scope: QueryScope): Promise<QueryHit[]> {
  const { query } = node;
  const { table, turns } = scope;
  const { selection, limit } = options;
  switch (query?.kind) {
    case 'vector':
      return searchVectors(query.objective, node, options, scope);
    case 'text':
      return searchTexts(query, node, options, scope);
    case 'orderBy': {
      const ordered = await orderSlots(table, query.order, { ...options, turns });
      const withValue = mapInSteps(ordered, ({ slot, value }) => ({ ...listed(slot), orderValue: value }));
      return runInTurns(withValue, turns);
    }
    case 'sample':
      return runInTurns(mapInSteps(await sampleSlots(table, options, scope), listed), turns);
    case undefined: {
      const { slots } = await scrollSlots(table, { limit, selection, turns });
      return runInTurns(mapInSteps(slots, listed), turns);
    }
    default:
      throw new TypeError(`A query of kind ${query?.kind} has no prefetches. This is a bug.`);
  }
}

async function mergeSources(
  query: Extract<ParsedQueryKind, { kind: 'fusion' | 'formula' }>,
  {
    node,
    sources,
    limit,
  }: { readonly node: QueryNode; readonly sources: readonly QueryHit[][]; readonly limit: number },
  scope: QueryScope,
): Promise<QueryHit[]> {
  const merged =
    query.kind === 'fusion'
      ? await fuseHits(sources, query.fusion, scope.turns)
      : await rescoreByFormula(query.expression, sources, scope);
  const { scoreThreshold } = node;
  // Unlike a search, the server's merging keeps scores equal to the threshold.
  const good = scoreThreshold === undefined ? merged : merged.filter(({ score }) => score >= scoreThreshold);
  return bestHits(scope.table, good, { limit, turns: scope.turns });
}

function listed(slot: number): QueryHit {
  return { slot, score: listedScore, isListed: true };
}
