import type { PointId } from '@x/core';

import { Turns } from '../turns/turns.ts';
import { pointNotFound, type RequestContext } from '../json/server-errors.ts';
import type { VectorDeletion, VectorUpdate } from '../requests/points/read-vector-updates.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import type { PointTable } from '../table/point-table.ts';
import { prepareVectors, requireVectorNames } from '../table/prepare-vector.ts';
import type { WritePlan } from './write-plan.ts';

// The two functions follow qdrant/qdrant lib/shard/src/update.rs.

/**
 * Plans new vectors for points, which keep their vectors of other names. With a filter, points that did not pass it before the
 * update are left unchanged.
 *
 * @throws {VectorStoreError} with status 400 when a vector does not fit the collection, 404 when a point does not exist.
 */
export async function planUpdateVectors(
  plan: WritePlan,
  { points, filter }: VectorUpdate,
  context: RequestContext,
): Promise<void> {
  const prepared: Pick<PointRecord, 'id' | 'vectors'>[] = [];
  for (const { id, vectors } of points) {
    if (plan.turns.isSpent()) await plan.turns.next();
    prepared.push({ id, vectors: prepareVectors(plan.config, vectors, context) });
  }
  const passing = await plan.passing(
    filter,
    points.map(({ id }) => id),
  );
  for (const { id, vectors } of prepared) {
    if (plan.turns.isSpent()) await plan.turns.next();
    const record = requireRecord(plan, id, context);
    if (passing.has(id)) plan.put({ ...record, vectors: new Map([...record.vectors, ...vectors]) });
  }
}

/** Plans the removal of vectors from points. @throws {VectorStoreError} with status 400 or 404. */
export async function planDeleteVectors(
  plan: WritePlan,
  { selections, names }: VectorDeletion,
  context: RequestContext,
): Promise<void> {
  requireVectorNames(plan.config, names, context);
  const ids = new Set<PointId>();
  for (const selection of selections) {
    for (const id of await plan.select(selection, context)) {
      if (plan.turns.isSpent()) await plan.turns.next();
      ids.add(id);
    }
  }
  for (const id of ids) {
    if (plan.turns.isSpent()) await plan.turns.next();
    const record = requireRecord(plan, id, context);
    plan.put({ ...record, vectors: new Map([...record.vectors].filter(([name]) => !names.includes(name))) });
  }
}

/** Returns the changes that remove the vector of one name from every point. Versions stay the same, as on a server. */
export async function planWithoutVector(table: PointTable, vectorName: string): Promise<PointChange[]> {
  const column = table.columns.get(vectorName);
  if (column === undefined) return [];
  const turns = new Turns();
  const changes: PointChange[] = [];
  for (const slot of await table.slotsByIdInTurns(turns)) {
    if (turns.isSpent()) await turns.next();
    if (!column.has(slot)) continue;
    const record = table.record(slot);
    const vectors = new Map([...record.vectors].filter(([name]) => name !== vectorName));
    changes.push({ kind: 'put', record: { ...record, vectors } });
  }
  return changes;
}

function requireRecord(plan: WritePlan, id: PointRecord['id'], context: RequestContext): PointRecord {
  const record = plan.record(id);
  if (record === undefined) throw pointNotFound(context, id);
  return record;
}
