import type { CollectionContext, Database } from '../engine/database.ts';
import {
  planClearPayload,
  planDeletePayload,
  planOverwritePayload,
  planSetPayload,
} from '../engine/plan-payload-writes.ts';
import { planDeleteVectors, planUpdateVectors } from '../engine/plan-vector-writes.ts';
import { planDelete, planUpsert } from '../engine/plan-writes.ts';
import { type OperationPlanner, planWrite } from '../engine/write-plan.ts';
import { mapLongInSteps, type Steps } from '../turns/steps.ts';
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
import type { UpdateResult } from '../requests/types/result-types.ts';
import { whenRead } from './read-request.ts';

/** Reads and validates a body, and returns a planner for it. @throws {VectorStoreError} with status 400, 422 or 501. */
type StepReader = (body: unknown, context: RequestContext) => Steps<OperationPlanner>;

/** The name of an operation in a batch. */
type StepName =
  | 'upsert'
  | 'delete'
  | 'update_vectors'
  | 'delete_vectors'
  | 'set_payload'
  | 'overwrite_payload'
  | 'delete_payload'
  | 'clear_payload';

/** How each operation is read and planned. */
const stepReaders: Readonly<Record<StepName, StepReader>> = {
  *upsert(body, context) {
    const upsert = yield* readUpsert(body, context);
    return (plan) => planUpsert(plan, upsert, context);
  },
  *delete(body, context) {
    const selection = yield* readDelete(body, context);
    return (plan) => planDelete(plan, selection, context);
  },
  *update_vectors(body, context) {
    const update = yield* readUpdateVectors(body, context);
    return (plan) => planUpdateVectors(plan, update, context);
  },
  *delete_vectors(body, context) {
    const deletion = yield* readDeleteVectors(body, context);
    return (plan) => planDeleteVectors(plan, deletion, context);
  },
  *set_payload(body, context) {
    const { selection, update } = yield* readSetPayload(body, context);
    return (plan) => planSetPayload(plan, selection, update, context);
  },
  *overwrite_payload(body, context) {
    const { selection, payload } = yield* readOverwritePayload(body, context);
    return (plan) => planOverwritePayload(plan, selection, payload, context);
  },
  *delete_payload(body, context) {
    const { selection, paths } = yield* readDeletePayload(body, context);
    return (plan) => planDeletePayload(plan, selection, paths, context);
  },
  *clear_payload(body, context) {
    const selection = yield* readClearPayload(body, context);
    return (plan) => planClearPayload(plan, selection, context);
  },
};

/** Reads one operation and performs its write. @throws {VectorStoreError} with status 400, 404, 422 or 501. */
export function writeOne(
  database: Database,
  context: CollectionContext,
  name: StepName,
  request: unknown,
): Promise<UpdateResult> {
  return whenRead(
    request,
    (body) => stepReaders[name](body, context),
    (operation) => database.write(context, (collection) => planWrite(collection, operation)),
  );
}

/** Reads the body of `batchUpdate`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readBatchSteps(request: unknown, context: RequestContext): Steps<OperationPlanner[]> {
  const body = readObject(request, 'the batch', context);
  refuseUnknownKeys(body, ['operations', ...writeOptionKeys], 'the batch', context);
  const { operations } = body;
  if (!Array.isArray(operations)) throw malformedRequest(context, 'operations must be a list');
  return yield* mapLongInSteps(operations as unknown[], (operation, index) =>
    readStep(operation, `operations[${index}]`, context),
  );
}

/** Reads one operation, an object such as `{ upsert: { points } }`. */
function* readStep(value: unknown, path: string, context: RequestContext): Steps<OperationPlanner> {
  const entries = Object.entries(readObject(value, path, context)).filter(([, body]) => body !== undefined);
  const [name, body] = entries[0] ?? [''];
  if (entries.length !== 1 || !Object.hasOwn(stepReaders, name)) {
    const names = Object.keys(stepReaders).join(', ');
    throw malformedRequest(context, `${path} must be an object with one of ${names}`);
  }
  return yield* stepReaders[name as StepName](body, context);
}
