import { selectSlots } from '../filter/slot-selection.ts';
import { copyPayload } from '../payloads/copy-json.ts';
import { setPayloadAt } from '../payloads/set-payload-at.ts';
import { slotsInOrder } from '../query/scroll.ts';
import type { PointToUpsert } from '../requests/read-points.ts';
import type { PointSelection } from '../requests/read-selections.ts';
import type { PayloadUpdate } from '../requests/read-updates.ts';
import { pointNotFound, type RequestContext, unknownVectorName } from '../server-errors.ts';
import type { PointChange } from '../storage/storage.ts';
import type { Collection } from './collection.ts';
import { prepareVector } from './prepare-vector.ts';

// A write is planned whole before anything is stored or applied: whatever is wrong with it is found here, where throwing
// leaves everything as it was.

/** Plans an upsert. @throws {VectorStoreError} with status 400 when a vector does not fit the collection. */
export function planUpsert(
  collection: Collection,
  points: readonly PointToUpsert[],
  context: RequestContext,
): PointChange[] {
  const { config, nextOperationId: version } = collection;
  return points.map(({ id, vectors, payload }) => {
    for (const [name, vector] of vectors) {
      if (!Object.hasOwn(config.vectors, name)) throw unknownVectorName(context, name);
      prepareVector(config, name, vector, context);
    }
    return { kind: 'put', record: { id, version, vectors, payload } };
  });
}

/** Plans the deletion of points; ids that are not there are ignored. */
export function planDelete(collection: Collection, selection: PointSelection): PointChange[] {
  const slots = selectedSlots(collection, selection).filter((slot) => slot !== undefined);
  return slots.map((slot) => ({ kind: 'delete', id: collection.table.id(slot) }));
}

/** Plans a payload update. @throws {VectorStoreError} with status 404 when one of the selected ids is not there. */
export function planSetPayload(
  collection: Collection,
  selection: PointSelection,
  { payload, path }: PayloadUpdate,
  context: RequestContext,
): PointChange[] {
  const { table, nextOperationId: version } = collection;
  return selectedSlots(collection, selection).map((slot, index) => {
    if (slot === undefined)
      throw pointNotFound(context, (selection as { ids: readonly (string | number)[] }).ids[index]!);
    const merged = copyPayload(table.payload(slot), 'payload', context);
    setPayloadAt(merged, path, () => copyPayload(payload, 'payload', context));
    return { kind: 'put', record: { ...table.record(slot), payload: merged, version } };
  });
}

/** The selected slots; `undefined` in the place of an id that is not there. */
function selectedSlots({ table }: Collection, selection: PointSelection): (number | undefined)[] {
  if (selection.kind === 'ids') return [...new Set(selection.ids)].map((id) => table.slotOf(id));
  const selected = selectSlots(table, selection.filter);
  return slotsInOrder(table, selected).filter((slot) => selected.passes?.(slot) ?? true);
}
