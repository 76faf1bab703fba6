import {
  planClearPayload,
  planDeletePayload,
  planOverwritePayload,
  planSetPayload,
} from '../engine/plan-payload-writes.ts';
import { planDeleteVectors, planUpdateVectors } from '../engine/plan-vector-writes.ts';
import { planDelete, planUpsert } from '../engine/plan-writes.ts';
import type { OperationPlanner } from '../engine/write-plan.ts';
import { readObject, refuseUnknownKeys } from '../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import { readUpsert } from '../requests/points/read-points.ts';
import {
  readClearPayload,
  readDelete,
  readDeletePayload,
  readOverwritePayload,
  readSetPayload,
} from '../requests/points/read-updates.ts';
import { readDeleteVectors, readUpdateVectors } from '../requests/points/read-vector-updates.ts';
import { writeOptionKeys } from '../requests/shared-keys.ts';

/** Reads and checks a body, ready to be planned. @throws {VectorStoreError} with status 400, 422 or 501. */
type StepReader = (body: unknown, context: RequestContext) => OperationPlanner;

/** How each operation of a batch is read and planned, by its name there. */
const stepReaders: Readonly<Record<string, StepReader>> = {
  upsert(body, context) {
    const upsert = readUpsert(body, context);
    return (plan) => planUpsert(plan, upsert, context);
  },
  delete(body, context) {
    const selection = readDelete(body, context);
    return (plan) => planDelete(plan, selection, context);
  },
  update_vectors(body, context) {
    const update = readUpdateVectors(body, context);
    return (plan) => planUpdateVectors(plan, update, context);
  },
  delete_vectors(body, context) {
    const deletion = readDeleteVectors(body, context);
    return (plan) => planDeleteVectors(plan, deletion, context);
  },
  set_payload(body, context) {
    const { selection, update } = readSetPayload(body, context);
    return (plan) => planSetPayload(plan, selection, update, context);
  },
  overwrite_payload(body, context) {
    const { selection, payload } = readOverwritePayload(body, context);
    return (plan) => planOverwritePayload(plan, selection, payload, context);
  },
  delete_payload(body, context) {
    const { selection, paths } = readDeletePayload(body, context);
    return (plan) => planDeletePayload(plan, selection, paths, context);
  },
  clear_payload(body, context) {
    const selection = readClearPayload(body, context);
    return (plan) => planClearPayload(plan, selection, context);
  },
};

/** Reads the body of `batchUpdate`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readBatchSteps(request: unknown, context: RequestContext): OperationPlanner[] {
  const body = readObject(request, 'the batch', context);
  refuseUnknownKeys(body, ['operations', ...writeOptionKeys], 'the batch', context);
  const { operations } = body;
  if (!Array.isArray(operations)) throw malformedRequest(context, 'operations must be a list');
  return Array.from(operations, (operation: unknown, index) => readStep(operation, `operations[${index}]`, context));
}

/** Reads one operation, an object such as `{ upsert: { points } }`. */
function readStep(value: unknown, path: string, context: RequestContext): OperationPlanner {
  const entries = Object.entries(readObject(value, path, context)).filter(([, body]) => body !== undefined);
  const [name, body] = entries[0] ?? [''];
  if (entries.length !== 1 || !Object.hasOwn(stepReaders, name)) {
    const names = Object.keys(stepReaders).join(', ');
    throw malformedRequest(context, `${path} must be an object with one of ${names}`);
  }
  return stepReaders[name]!(body, context);
}
