import type { PointToUpsert } from '../requests/read-points.ts';
import type { PointSelection } from '../requests/read-selections.ts';
import type { RequestContext } from '../server-errors.ts';
import { prepareVectors } from './prepare-vector.ts';
import type { WritePlan } from './write-plan.ts';

/** Plans an upsert. @throws {VectorStoreError} with status 400 when a vector does not fit the collection. */
export function planUpsert(plan: WritePlan, points: readonly PointToUpsert[], context: RequestContext): void {
  for (const { id, vectors, payload } of points) {
    plan.put({ id, vectors: prepareVectors(plan.config, vectors, context), payload });
  }
}

/** Plans the deletion of points; ids that are not there are ignored. */
export function planDelete(plan: WritePlan, selection: PointSelection): void {
  for (const id of plan.select(selection)) plan.delete(id);
}
