import { mapInSteps, type Steps } from '../../turns/steps.ts';
import { readObject, readWholeNumber, refuseUnknownKeys } from '../../json/read-fields.ts';
import { requireFloat32 } from '../../json/read-numbers.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { Fusion } from './query-tree.ts';

/** The server's default for k. With it, the best hit of a list scores 1/2. */
const defaultK = 2;

/** Reads `fusion: 'rrf' | 'dbsf'`. @throws {VectorStoreError} with status 400 when it is neither. */
export function readFusion(value: unknown, context: RequestContext): Fusion {
  if (value === 'rrf') return { method: 'rrf', k: defaultK, weights: undefined };
  if (value === 'dbsf') return { method: 'dbsf' };
  throw malformedRequest(context, "query.fusion must be 'rrf' or 'dbsf'");
}

/** Reads `rrf: { k, weights }`. @throws {VectorStoreError} with status 400 or 422. */
export function* readRrf(value: unknown, path: string, context: RequestContext): Steps<Fusion> {
  const body = readObject(value, path, context);
  refuseUnknownKeys(body, ['k', 'weights'], path, context);
  return {
    method: 'rrf',
    k: readWholeNumber(body, 'k', { min: 1, absent: defaultK }, context),
    weights: yield* readWeights(body['weights'] ?? undefined, `${path}.weights`, context),
  };
}

function* readWeights(value: unknown, path: string, context: RequestContext): Steps<number[] | undefined> {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw malformedRequest(context, `${path} must be a list of numbers`);
  return yield* mapInSteps(value as unknown[], (weight, index) => requireFloat32(weight, `${path}[${index}]`, context));
}
