import { mapInSteps, type Steps } from '../turns/steps.ts';
import {
  lookupCollectionNotFound,
  pointHasNoVector,
  pointNotFound,
  type RequestContext,
} from '../json/server-errors.ts';
import {
  type ContextPair,
  type QueryNode,
  type VectorObjective,
  type VectorReference,
  vectorsOf,
} from '../requests/query/query-tree.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { PointTable } from '../table/point-table.ts';
import { prepareVector, requireVector } from '../table/prepare-vector.ts';
import { averageForRecommendation } from './average-vectors.ts';
import type { QueryScope } from './query-scope.ts';

/** A search for one vector, or by examples. All vectors are copies that are prepared for the searched column. */
export type ReadyObjective = Exclude<VectorObjective<VectorValue>, { kind: 'recommend'; strategy: 'average_vector' }>;

/**
 * Replaces ids by their vectors, and prepares all vectors for the searched column.
 *
 * As on the server (qdrant/qdrant lib/collection/src/operations/universal_query/collection_query.rs), a recommendation
 * skips points without the vector, and all other queries refuse them.
 *
 * @throws {VectorStoreError} with status 404 when a collection, point or vector does not exist, 400 when a vector does not
 *   fit.
 */
export function* resolveObjective(
  objective: VectorObjective<VectorReference>,
  { vectorName, lookupFrom }: Pick<QueryNode, 'vectorName' | 'lookupFrom'>,
  scope: QueryScope,
): Steps<ReadyObjective> {
  const { table, context } = scope;
  requireVector(table.config, vectorName, context);
  const source = lookupFrom === undefined ? table : requireOther(lookupFrom.collection, scope);
  const find = vectorFinder(source, lookupFrom?.vectorName ?? vectorName, context);
  for (const input of vectorsOf(objective)) if (input.kind === 'point') requireSlot(source, input, context);
  const resolve = (input: VectorReference): VectorValue => {
    const vector = find(input);
    if (vector === undefined) throw pointHasNoVector(context, lookupFrom?.vectorName ?? vectorName);
    return vector;
  };
  const ready = (vector: VectorValue): VectorValue =>
    prepareVector(table.config, vectorName, copyVector(vector), context);
  if (objective.kind !== 'recommend') return yield* mapVectors(objective, (input) => ready(resolve(input)));
  const found = function* (inputs: readonly VectorReference[]): Steps<VectorValue[]> {
    return (yield* mapInSteps(inputs, find)).filter((vector) => vector !== undefined);
  };
  const positives = yield* found(objective.positives);
  const negatives = yield* found(objective.negatives);
  if (objective.strategy !== 'average_vector') {
    return {
      ...objective,
      positives: yield* mapInSteps(positives, ready, 1),
      negatives: yield* mapInSteps(negatives, ready, 1),
    };
  }
  // The mean is computed from the vectors as they were given. Only stored vectors are normalized for Cosine.
  return { kind: 'nearest', target: ready(yield* averageForRecommendation(positives, negatives, context)) };
}

/** Returns another collection. @throws {VectorStoreError} with status 404 when it does not exist. */
export function requireOther(name: string, { findOther, context }: QueryScope): PointTable {
  const other = findOther(name);
  if (other === undefined) throw lookupCollectionNotFound(context, name);
  return other;
}

/** Returns a function that finds the vector of an input; it returns `undefined` for a point without the vector. */
function vectorFinder(
  source: PointTable,
  name: string,
  context: RequestContext,
): (input: VectorReference) => VectorValue | undefined {
  return (input) => {
    if (input.kind === 'vector') return input.vector;
    requireVector(source.config, name, context);
    return source.columns.get(name)!.get(requireSlot(source, input, context));
  };
}

function requireSlot(
  source: PointTable,
  { id }: Extract<VectorReference, { kind: 'point' }>,
  context: RequestContext,
): number {
  const slot = source.slotOf(id);
  if (slot === undefined) throw pointNotFound(context, id);
  return slot;
}

function* mapVectors<T, U>(
  objective: Exclude<VectorObjective<T>, { kind: 'recommend' }>,
  map: (vector: T) => U,
): Steps<Exclude<VectorObjective<U>, { kind: 'recommend' }>> {
  const mapPairs = (pairs: readonly ContextPair<T>[]): Steps<ContextPair<U>[]> =>
    mapInSteps(pairs, ({ positive, negative }) => ({ positive: map(positive), negative: map(negative) }), 1);
  switch (objective.kind) {
    case 'nearest':
      return { ...objective, target: map(objective.target) };
    case 'discover':
      return { ...objective, target: map(objective.target), pairs: yield* mapPairs(objective.pairs) };
    case 'context':
      return { ...objective, pairs: yield* mapPairs(objective.pairs) };
    case 'feedback': {
      const feedback = yield* mapInSteps(
        objective.feedback,
        ({ example, score }) => ({ example: map(example), score }),
        1,
      );
      return { ...objective, target: map(objective.target), feedback };
    }
  }
}

/** Copies a vector, because preparing changes it in place. */
function copyVector(vector: VectorValue): VectorValue {
  return { ...vector, values: vector.values.slice() };
}
