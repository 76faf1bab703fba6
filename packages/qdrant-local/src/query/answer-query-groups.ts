import { canonicalUuid } from '@x/core';

import { finish, runInTurns } from '../turns/steps.ts';
import type { ParsedGroupLookup, ParsedQueryGroups } from '../requests/query/read-query-groups.ts';
import type { PointGroup, QueryGroupsResult } from '../requests/types/query-result-types.ts';
import type { PointRecordResult } from '../requests/types/result-types.ts';
import { requireResultVectors } from '../table/prepare-vector.ts';
import { shapeRecord } from '../table/shape-record.ts';
import { selectUnreferenced, shapeHits } from './answer-query.ts';
import type { GroupKey } from './group-collector.ts';
import { groupHits } from './group-hits.ts';
import type { QueryScope } from './query-scope.ts';
import { requireOther } from './resolve-vectors.ts';

/** Answers a grouped query from one consistent state of its collections. */
export async function answerQueryGroups(request: ParsedQueryGroups, scope: QueryScope): Promise<QueryGroupsResult> {
  const { query, groupBy, groupSize } = request;
  requireResultVectors(scope.table.config, query.result, scope.context);
  const lookUp = request.lookup === undefined ? async () => undefined : groupLookup(request.lookup, scope);
  const groups = await groupHits(query, { selection: selectUnreferenced(query, scope), groupBy, groupSize }, scope);
  const shaped: PointGroup[] = [];
  for (const { key, hits } of groups) {
    const lookup = await lookUp(key);
    const points = await shapeHits(hits, query, scope);
    shaped.push({ id: key, hits: points, ...(lookup === undefined ? {} : { lookup }) });
  }
  return { groups: shaped };
}

/** Returns a function that finds the point whose id is the value of a group. Source: qdrant/qdrant lib/collection/src/lookup/mod.rs. */
function groupLookup(
  lookup: ParsedGroupLookup,
  scope: QueryScope,
): (key: GroupKey) => Promise<PointRecordResult | undefined> {
  const other = requireOther(lookup.collection, scope);
  requireResultVectors(other.config, lookup.result, scope.context);
  return async (key) => {
    const id = typeof key === 'string' ? canonicalUuid(key) : key;
    const slot = id === undefined ? undefined : other.slotOf(id);
    return slot === undefined
      ? undefined
      : runInTurns(finish(shapeRecord(other, slot, lookup.result, scope)), scope.turns);
  };
}
