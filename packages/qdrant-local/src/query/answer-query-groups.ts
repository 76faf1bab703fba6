import { type ResultShape, shapeRecord } from '../engine/shape-record.ts';
import { canonicalUuid } from '../points/point-ids.ts';
import type { PointGroup, QueryGroupsResult } from '../requests/query-result-types.ts';
import type { ParsedGroupLookup, ParsedQueryGroups } from '../requests/read-query-groups.ts';
import type { PointRecordResult } from '../requests/result-types.ts';
import { selectUnreferenced, shapeHit } from './answer-query.ts';
import type { GroupKey } from './group-collector.ts';
import { groupHits } from './group-hits.ts';
import type { QueryScope } from './query-scope.ts';
import { requireOther } from './resolve-vectors.ts';

/** Answers a grouped query from one state of its collections. */
export async function answerQueryGroups(request: ParsedQueryGroups, scope: QueryScope): Promise<QueryGroupsResult> {
  const { query, groupBy, groupSize } = request;
  const shape = scope.collection.resultShape(query, scope.context);
  const lookUp = request.lookup === undefined ? () => undefined : groupLookup(request.lookup, scope);
  const groups = await groupHits(query, { selection: selectUnreferenced(query, scope), groupBy, groupSize }, scope);
  return { groups: groups.map(({ key, hits }) => withLookup({ key, hits }, { shape, lookUp }, scope)) };
}

function withLookup(
  { key, hits }: Awaited<ReturnType<typeof groupHits>>[number],
  { shape, lookUp }: { readonly shape: ResultShape; readonly lookUp: (key: GroupKey) => PointRecordResult | undefined },
  scope: QueryScope,
): PointGroup {
  const lookup = lookUp(key);
  return {
    id: key,
    hits: hits.map((hit) => shapeHit(hit, shape, scope)),
    ...(lookup === undefined ? {} : { lookup }),
  };
}

/** Finds the point that has a group's value as its id. Source: qdrant/qdrant lib/collection/src/lookup/mod.rs. */
function groupLookup(lookup: ParsedGroupLookup, scope: QueryScope): (key: GroupKey) => PointRecordResult | undefined {
  const other = requireOther(lookup.collection, scope);
  const shape = other.resultShape(lookup, scope.context);
  return (key) => {
    const id = typeof key === 'string' ? canonicalUuid(key) : key;
    const slot = id === undefined ? undefined : other.table.slotOf(id);
    return slot === undefined ? undefined : shapeRecord(other.table, slot, shape);
  };
}
