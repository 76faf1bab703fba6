import type { SlotSelection } from '../filter/slot-selection.ts';
import { type JsonPath, valuesAt } from '../json/json-path.ts';
import type { QueryNode } from '../requests/query/query-tree.ts';
import { evaluateQuery } from './evaluate-query.ts';
import { GroupCollector, type GroupKey, type HitGroup } from './group-collector.ts';
import { excludeSlots, intersectSelections } from './narrow-selection.ts';
import type { QueryScope } from './query-scope.ts';
import { rankingColumn } from './score-for-client.ts';

/** Options of {@link groupHits}. */
export interface GroupOptions {
  readonly selection: SlotSelection;
  readonly groupBy: JsonPath;
  readonly groupSize: number;
}

/** The number of times that a server requests more hits to find the groups, and again to fill them. */
const roundsPerPhase = 5;

/** Returns the best groups of a query's hits, at most `node.limit`. */
export async function groupHits(node: QueryNode, options: GroupOptions, scope: QueryScope): Promise<HitGroup[]> {
  const { table, turns } = scope;
  const { groupBy, groupSize } = options;
  const keysOf = (slot: number): readonly GroupKey[] => groupKeys(valuesAt(table.payload(slot), groupBy));
  const hasKey: SlotSelection = { candidates: undefined, passes: (slot) => keysOf(slot).length > 0 };
  const selection = intersectSelections(options.selection, hasKey);
  const isSmallerBetter = rankingColumn(node, table)?.isSmallerBetter === true;
  const collector = new GroupCollector({ limit: node.limit, groupSize, isSmallerBetter, keysOf, turns });
  if (isWholeRanking(node)) await collectFromRanking(node, { collector, selection, groupSize }, scope);
  else await collectInRounds(node, { collector, selection, groupSize, keysOf }, scope);
  return collector.best();
}

/**
 * Returns the groups of a point: its distinct strings and integers. As on the server, a value of another type keeps the point
 * out of all groups. So does a number beyond 2^53 - 1, because it may stand for several integers that were rounded.
 */
function groupKeys(values: readonly unknown[]): readonly GroupKey[] {
  return values.every(isGroupKey) ? [...new Set(values)] : [];
}

function isGroupKey(value: unknown): value is GroupKey {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

interface Collecting {
  readonly collector: GroupCollector;
  readonly selection: SlotSelection;
  readonly groupSize: number;
}

/** True when a larger limit only adds hits at the end of the ranking. */
function isWholeRanking({ query, prefetches }: QueryNode): boolean {
  const isMmr = query?.kind === 'vector' && query.objective.kind === 'nearest' && query.objective.mmr !== undefined;
  return prefetches.length === 0 && !isMmr;
}

/** Requests more and more hits until the groups are found and filled, or there are no more hits. */
async function collectFromRanking(
  node: QueryNode,
  { collector, selection, groupSize }: Collecting,
  scope: QueryScope,
): Promise<void> {
  // A random sample is drawn only once.
  let limit = node.query?.kind === 'sample' ? Infinity : node.limit * groupSize;
  for (;;) {
    const hits = await evaluateQuery(node, { selection, limit }, scope);
    await collector.add(hits);
    if (hits.length < limit || (await collector.isComplete())) return;
    limit *= 8;
  }
}

/**
 * Requests hits as a server does: first points outside of the full groups, then points of groups that are not full. Each request
 * excludes the points found before. The limits of prefetches are multiplied by the group size.
 *
 * Source: qdrant/qdrant lib/collection/src/grouping/group_by.rs.
 */
async function collectInRounds(
  node: QueryNode,
  { collector, selection, groupSize, keysOf }: Collecting & { readonly keysOf: (slot: number) => readonly GroupKey[] },
  scope: QueryScope,
): Promise<void> {
  const prefetches = node.prefetches.map((prefetch) => widen(prefetch, groupSize));
  const collectWhere = async (isWanted: (key: GroupKey) => boolean): Promise<boolean> => {
    const wanted: SlotSelection = { candidates: undefined, passes: (slot) => keysOf(slot).some(isWanted) };
    const fresh = excludeSlots(intersectSelections(selection, wanted), new Set(collector.slots));
    const options = { selection: fresh, limit: node.limit * groupSize };
    const hits = await evaluateQuery({ ...node, prefetches }, options, scope);
    await collector.add(hits);
    return hits.length > 0 && !(await collector.isComplete());
  };
  for (let round = 0; round < roundsPerPhase; round++) {
    const full = collector.fullKeys();
    if (!(await collectWhere((key) => !full.has(key)))) break;
  }
  if (await collector.isComplete()) return;
  for (let round = 0; round < roundsPerPhase; round++) {
    const unfilled = await collector.unfilledKeys();
    if (!(await collectWhere((key) => unfilled.size === 0 || unfilled.has(key)))) break;
  }
}

function widen(node: QueryNode, factor: number): QueryNode {
  const prefetches = node.prefetches.map((prefetch) => widen(prefetch, factor));
  return { ...node, prefetches, limit: node.limit * factor };
}
