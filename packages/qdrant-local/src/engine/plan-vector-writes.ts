import { pointNotFound, type RequestContext } from '../json/server-errors.ts';
import type { PointSelection } from '../requests/points/read-point-selection.ts';
import type { VectorDeletion, VectorUpdate } from '../requests/points/read-vector-updates.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import type { PointTable } from '../table/point-table.ts';
import { prepareVectors, requireVectorNames } from '../table/prepare-vector.ts';
import type { WritePlan } from './write-plan.ts';

// Source of what the two do: qdrant/qdrant lib/shard/src/update.rs.

/**
 * Plans new vectors for points, which keep the vectors of other names. With a filter, points that did not pass it before
 * are left as they are.
 *
 * @throws {VectorStoreError} with status 400 when a vector does not fit the collection, 404 when a point is not there.
 */
export function planUpdateVectors(plan: WritePlan, { points, filter }: VectorUpdate, context: RequestContext): void {
  const prepared = points.map(({ id, vectors }) => ({ id, vectors: prepareVectors(plan.config, vectors, context) }));
  const passing = plan.passing(
    filter,
    points.map(({ id }) => id),
  );
  for (const { id, vectors } of prepared) {
    const record = requireRecord(plan, id, context);
    if (passing.has(id)) plan.put({ ...record, vectors: new Map([...record.vectors, ...vectors]) });
  }
}

/** Plans points without some vectors. @throws {VectorStoreError} with status 400 or 404. */
export function planDeleteVectors(
  plan: WritePlan,
  { selections, names }: VectorDeletion,
  context: RequestContext,
): void {
  requireVectorNames(plan.config, names, context);
  const ids = new Set(selections.flatMap((selection: PointSelection) => plan.select(selection)));
  for (const id of ids) {
    const record = requireRecord(plan, id, context);
    plan.put({ ...record, vectors: new Map([...record.vectors].filter(([name]) => !names.includes(name))) });
  }
}

/** The changes that take the vector of one name from every point that has it; versions stay, as on a server. */
export function planWithoutVector(table: PointTable, vectorName: string): PointChange[] {
  const column = table.columns.get(vectorName);
  if (column === undefined) return [];
  const slots = table.slotsById().filter((slot) => column.has(slot));
  return slots.map((slot) => {
    const record = table.record(slot);
    const vectors = new Map([...record.vectors].filter(([name]) => name !== vectorName));
    return { kind: 'put', record: { ...record, vectors } };
  });
}

function requireRecord(plan: WritePlan, id: PointRecord['id'], context: RequestContext): PointRecord {
  const record = plan.record(id);
  if (record === undefined) throw pointNotFound(context, id);
  return record;
}
