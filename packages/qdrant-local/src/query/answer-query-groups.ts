import { canonicalUuid } from '../requests/point-ids.ts';
import type { ParsedGroupLookup, ParsedQueryGroups } from '../requests/query/read-query-groups.ts';
import type { ResultSelection } from '../requests/read-result-selection.ts';
import type { PointGroup, QueryGroupsResult } from '../requests/types/query-result-types.ts';
import type { PointRecordResult } from '../requests/types/result-types.ts';
import { requireResultVectors } from '../table/prepare-vector.ts';
import { shapeRecord } from '../table/shape-record.ts';
import { selectUnreferenced, shapeHit } from './answer-query.ts';
import type { GroupKey } from './group-collector.ts';
import { groupHits } from './group-hits.ts';
import type { QueryScope } from './query-scope.ts';
import { requireOther } from './resolve-vectors.ts';

/** Answers a grouped query from one state of its collections. */
export async function answerQueryGroups(request: ParsedQueryGroups, scope: QueryScope): Promise<QueryGroupsResult> {
  const { query, groupBy, groupSize } = request;
  requireResultVectors(scope.table.config, query.result, scope.context);
  const lookUp = request.lookup === undefined ? () => undefined : groupLookup(request.lookup, scope);
  const groups = await groupHits(query, { selection: selectUnreferenced(query, scope), groupBy, groupSize }, scope);
  return { groups: groups.map(({ key, hits }) => withLookup({ key, hits }, { result: query.result, lookUp }, scope)) };
}

function withLookup(
  { key, hits }: Awaited<ReturnType<typeof groupHits>>[number],
  {
    result,
    lookUp,
  }: { readonly result: ResultSelection; readonly lookUp: (key: GroupKey) => PointRecordResult | undefined },
  scope: QueryScope,
): PointGroup {
  const lookup = lookUp(key);
  return {
    id: key,
    hits: hits.map((hit) => shapeHit(hit, result, scope)),
    ...(lookup === undefined ? {} : { lookup }),
  };
}

/** Finds the point that has a group's value as its id. Source: qdrant/qdrant lib/collection/src/lookup/mod.rs. */
function groupLookup(lookup: ParsedGroupLookup, scope: QueryScope): (key: GroupKey) => PointRecordResult | undefined {
  const other = requireOther(lookup.collection, scope);
  requireResultVectors(other.config, lookup.result, scope.context);
  return (key) => {
    const id = typeof key === 'string' ? canonicalUuid(key) : key;
    const slot = id === undefined ? undefined : other.slotOf(id);
    return slot === undefined ? undefined : shapeRecord(other, slot, lookup.result);
  };
}
