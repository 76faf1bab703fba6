import { runInTurns, type Steps } from '../turns/steps.ts';
import { copyPayload, type Payload } from '../json/copy-json.ts';
import type { JsonPath } from '../json/json-path.ts';
import { pointNotFound, type RequestContext } from '../json/server-errors.ts';
import { deletePayloadAt } from '../payloads/delete-payload-at.ts';
import { setPayloadAt } from '../payloads/set-payload-at.ts';
import type { PointSelection } from '../requests/points/read-point-selection.ts';
import type { PayloadUpdate } from '../requests/points/read-updates.ts';
import type { WritePlan } from './write-plan.ts';

// The four functions follow qdrant/qdrant lib/shard/src/update.rs.

/**
 * Plans a merge into payloads. Keys set to null are removed. A point without a payload gets the new one unchanged, including
 * nulls (qdrant/qdrant lib/segment/src/payload_storage/mmap_payload_storage.rs, `set`).
 *
 * @throws {VectorStoreError} with status 404 when one of the selected ids does not exist.
 */
export function planSetPayload(
  plan: WritePlan,
  selection: PointSelection,
  { payload, path }: PayloadUpdate,
  context: RequestContext,
): Promise<void> {
  return planPayloads(plan, selection, context, function* (stored) {
    if (path.length === 0 && isEmpty(stored)) return yield* copyPayload(payload, 'payload', context);
    const merged = yield* copyPayload(stored, 'payload', context);
    yield* setPayloadAt(merged, path, () => copyPayload(payload, 'payload', context));
    return merged;
  });
}

/** Plans new payloads. @throws {VectorStoreError} with status 404 when one of the selected ids does not exist. */
export function planOverwritePayload(
  plan: WritePlan,
  selection: PointSelection,
  payload: Payload,
  context: RequestContext,
): Promise<void> {
  return planPayloads(plan, selection, context, () => copyPayload(payload, 'payload', context));
}

/**
 * Plans the removal of paths from payloads. Without any path, points also keep their versions.
 *
 * @throws {VectorStoreError} with status 404 when one of the ids does not exist.
 */
export function planDeletePayload(
  plan: WritePlan,
  selection: PointSelection,
  paths: readonly JsonPath[],
  context: RequestContext,
): Promise<void> {
  return planPayloads(plan, selection, context, function* (stored) {
    if (paths.length === 0) return undefined;
    const rest = yield* copyPayload(stored, 'payload', context);
    for (const path of paths) {
      yield;
      yield* deletePayloadAt(rest, path);
    }
    return rest;
  });
}

/** Plans empty payloads. @throws {VectorStoreError} with status 404 when one of the selected ids does not exist. */
export function planClearPayload(plan: WritePlan, selection: PointSelection, context: RequestContext): Promise<void> {
  return planPayloads(plan, selection, context, () => copyPayload({}, 'payload', context));
}

async function planPayloads(
  plan: WritePlan,
  selection: PointSelection,
  context: RequestContext,
  makePayload: (stored: Payload) => Steps<Payload | undefined>,
): Promise<void> {
  for (const id of await plan.select(selection, context)) {
    const record = plan.record(id);
    if (record === undefined) throw pointNotFound(context, id);
    const payload = await runInTurns(makePayload(record.payload), plan.turns);
    if (payload !== undefined) plan.put({ ...record, payload });
  }
}

function isEmpty(payload: Payload): boolean {
  for (const key in payload) if (Object.hasOwn(payload, key)) return false;
  return true;
}
