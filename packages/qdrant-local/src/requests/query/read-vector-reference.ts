import { mapLongInSteps, type Steps } from '../../turns/steps.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { canonicalPointId } from '../point-ids.ts';
import { readVector } from '../vectors/read-vectors.ts';
import type { VectorReference } from './query-tree.ts';

/** Reads a vector of any kind, or the id of a point. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readVectorReference(value: unknown, path: string, context: RequestContext): Steps<VectorReference> {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') {
    return { kind: 'point', id: canonicalPointId(value, path, context) };
  }
  return { kind: 'vector', vector: yield* readVector(value, path, context) };
}

/** Reads a list of {@link VectorReference}; returns an empty list when it is missing. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readVectorReferences(value: unknown, path: string, context: RequestContext): Steps<VectorReference[]> {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformedRequest(context, `${path} must be a list of vectors and point IDs`);
  return yield* mapLongInSteps(value as unknown[], (input, index) =>
    readVectorReference(input, `${path}[${index}]`, context),
  );
}
