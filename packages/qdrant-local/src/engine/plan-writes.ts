import type { PointId } from '@x/core';

import { emptyUpdate, type RequestContext } from '../json/server-errors.ts';
import type { PointSelection } from '../requests/points/read-point-selection.ts';
import type { Upsert } from '../requests/points/read-points.ts';
import type { PointRecord } from '../table/point-record.ts';
import { prepareVectors } from '../table/prepare-vector.ts';
import type { WritePlan } from './write-plan.ts';

/**
 * Plans an upsert. The state before the upsert decides which of its points are written.
 *
 * @throws {VectorStoreError} with status 400 when a vector does not fit the collection, even if its point would not be
 *   written.
 */
export async function planUpsert(plan: WritePlan, upsert: Upsert, context: RequestContext): Promise<void> {
  if (upsert.points.length === 0) throw emptyUpdate(context);
  const prepared: Omit<PointRecord, 'version'>[] = [];
  for (const { id, vectors, payload } of upsert.points) {
    if (plan.turns.isSpent()) await plan.turns.next();
    prepared.push({ id, vectors: prepareVectors(plan.config, vectors, context), payload });
  }
  const takesPart = await participation(plan, upsert);
  for (const point of prepared) {
    if (plan.turns.isSpent()) await plan.turns.next();
    if (takesPart(point.id)) plan.put(point);
  }
}

/** Plans the deletion of points. Unknown ids are ignored. @throws {VectorStoreError} with status 400. */
export async function planDelete(plan: WritePlan, selection: PointSelection, context: RequestContext): Promise<void> {
  for (const id of await plan.select(selection, context)) {
    if (plan.turns.isSpent()) await plan.turns.next();
    plan.delete(id);
  }
}

/** Returns a predicate for the points that an upsert writes (qdrant/qdrant lib/shard/src/update.rs, `conditional_upsert`). */
async function participation(plan: WritePlan, { mode, filter, points }: Upsert): Promise<(id: PointId) => boolean> {
  if (mode === 'upsert' && filter === undefined) return () => true;
  const existing = new Set<PointId>();
  for (const { id } of points) {
    if (plan.turns.isSpent()) await plan.turns.next();
    if (plan.has(id)) existing.add(id);
  }
  if (mode === 'insert_only') return (id) => !existing.has(id);
  const passing = await plan.passing(filter, existing);
  if (mode === 'update_only') return (id) => passing.has(id);
  return (id) => !existing.has(id) || passing.has(id);
}
