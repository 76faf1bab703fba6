import { mapInSteps, type Steps } from '../../turns/steps.ts';
import { copyPayload, type Payload } from '../../json/copy-json.ts';
import { type JsonPath, parseJsonPath } from '../../json/json-path.ts';
import { readBody, readObject, refuseUnknownKeys, refuseUnsupportedKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { shardKeys, writeOptionKeys } from '../shared-keys.ts';
import { type PointSelection, readPointSelection } from './read-point-selection.ts';

/** The payload that `setPayload` merges, and the path at which it does so. An empty path means the whole payload. */
export interface PayloadUpdate {
  readonly payload: Payload;
  readonly path: JsonPath;
}

/** Reads the body of `delete`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readDelete(request: unknown, context: RequestContext): Steps<PointSelection> {
  const body = readBody(request, 'the deletion', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  refuseUnknownKeys(body, ['points', 'filter', 'shard_key', ...writeOptionKeys], 'the deletion', context);
  return yield* readPointSelection(body, context);
}

/** Reads the body of `setPayload`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readSetPayload(
  request: unknown,
  context: RequestContext,
): Steps<{ selection: PointSelection; update: PayloadUpdate }> {
  const body = readPayloadBody(request, ['payload', 'key'], context);
  const key = body['key'] ?? undefined;
  const path = key === undefined ? [] : parseJsonPath(key, 'key', context);
  const given = readObject(body['payload'], 'payload', context);
  return {
    selection: yield* readPointSelection(body, context),
    // The depth limit of the payload includes the levels of the key.
    update: { payload: yield* copyPayload(given, 'payload', context, path.length), path },
  };
}

/** Reads the body of `overwritePayload`, where `key` has no effect. @throws {VectorStoreError} with status 400, 422, 501. */
export function* readOverwritePayload(
  request: unknown,
  context: RequestContext,
): Steps<{ selection: PointSelection; payload: Payload }> {
  const { selection, update } = yield* readSetPayload(request, context);
  return { selection, payload: update.payload };
}

/** Reads the body of `deletePayload`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readDeletePayload(
  request: unknown,
  context: RequestContext,
): Steps<{ selection: PointSelection; paths: JsonPath[] }> {
  const body = readPayloadBody(request, ['keys'], context);
  const { keys } = body;
  if (!Array.isArray(keys)) throw malformedRequest(context, 'keys must be a list of payload keys');
  return {
    selection: yield* readPointSelection(body, context),
    paths: yield* mapInSteps(keys as unknown[], (key, index) => parseJsonPath(key, `keys[${index}]`, context)),
  };
}

/** Reads the body of `clearPayload`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readClearPayload(request: unknown, context: RequestContext): Steps<PointSelection> {
  return yield* readPointSelection(readPayloadBody(request, [], context), context);
}

function readPayloadBody(request: unknown, keys: readonly string[], context: RequestContext): Record<string, unknown> {
  const body = readBody(request, 'the payload update', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = [...keys, 'points', 'filter', 'shard_key', ...writeOptionKeys];
  refuseUnknownKeys(body, known, 'the payload update', context);
  return body;
}
