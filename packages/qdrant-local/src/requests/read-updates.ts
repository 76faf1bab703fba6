import { copyPayload, type Payload } from '../payloads/copy-json.ts';
import { type JsonPath, parseJsonPath } from '../payloads/json-path.ts';
import type { RequestContext } from '../server-errors.ts';
import { readObject, refuseUnknownKeys, refuseUnsupportedKeys } from './read-fields.ts';
import { shardKeys, writeOptionKeys } from './read-points.ts';
import { type PointSelection, readPointSelection } from './read-selections.ts';

/** What `setPayload` merges, and where; an empty path is the whole payload. */
export interface PayloadUpdate {
  readonly payload: Payload;
  readonly path: JsonPath;
}

/** Reads the body of `delete`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readDelete(request: unknown, context: RequestContext): PointSelection {
  const body = readObject(request, 'the deletion', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  refuseUnknownKeys(body, ['points', 'filter', 'shard_key', ...writeOptionKeys], 'the deletion', context);
  return readPointSelection(body, context);
}

/** Reads the body of `setPayload`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readSetPayload(
  request: unknown,
  context: RequestContext,
): { selection: PointSelection; update: PayloadUpdate } {
  const body = readObject(request, 'the payload update', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['payload', 'key', 'points', 'filter', 'shard_key', ...writeOptionKeys];
  refuseUnknownKeys(body, known, 'the payload update', context);
  const key = body['key'] ?? undefined;
  return {
    selection: readPointSelection(body, context),
    update: {
      payload: copyPayload(readObject(body['payload'], 'payload', context), 'payload', context),
      path: key === undefined ? [] : parseJsonPath(key, context),
    },
  };
}
