import { mapLongInSteps, type Steps } from '../turns/steps.ts';
import { readObject, refuseUnknownKeys, renameAliases } from '../json/read-fields.ts';
import { badRequest, malformedRequest, type RequestContext } from '../json/server-errors.ts';

// The searches that preceded `query`: the operations `search`, `recommend` and `discover` of Qdrant's API up to 1.18. A server of
// 1.19 still supports them. Each body is translated to the body of a query. Sources: qdrant/qdrant
// lib/collection/src/operations/types.rs, recommendations.rs, discovery.rs.

/** The body of a query, or of a grouped query. */
type QueryBody = Record<string, unknown>;

/** Translates the body of a former operation to that of a query. */
export type Translation = (body: unknown, isGrouped: boolean, context: RequestContext) => Steps<QueryBody>;

const itemsPerStep = 2 ** 14;
const sharedKeys = ['filter', 'params', 'limit', 'with_payload', 'with_vector', 'shard_key'];
const groupKeys = ['group_by', 'group_size', 'with_lookup'];

/** `search`: finds the points nearest to a vector. @throws {VectorStoreError} with status 400. */
export const translateSearch: Translation = function* (body, isGrouped, context) {
  const { vector, ...rest } = readFields(
    body,
    { keys: ['vector', 'score_threshold'], acceptsWithVectors: true, isGrouped },
    context,
  );
  if (Array.isArray(vector)) return { ...rest, query: { nearest: yield* requireVector(vector, 'vector', context) } };
  const named = readObject(vector, 'vector', context);
  refuseUnknownKeys(named, ['name', 'vector'], 'vector', context);
  if (typeof named['name'] !== 'string') throw malformedRequest(context, 'vector.name must be the name of a vector');
  return {
    ...rest,
    using: named['name'],
    query: { nearest: yield* requireVector(named['vector'], 'vector.vector', context) },
  };
};

/** `recommend`: finds points near the positive examples and far from the negative ones. @throws {VectorStoreError} with status 400. */
export const translateRecommend: Translation = function* (body, isGrouped, context) {
  const keys = ['positive', 'negative', 'strategy', 'score_threshold', 'using', 'lookup_from'];
  const fields = readFields(body, { keys, acceptsWithVectors: true, isGrouped }, context);
  const { positive = [], negative = [], strategy, lookup_from: lookup, ...rest } = fields;
  const positives = yield* requireExamples(positive, 'positive', context);
  const negatives = yield* requireExamples(negative, 'negative', context);
  const isAverage = (strategy ?? 'average_vector') === 'average_vector';
  if (positives.length + (isAverage ? 0 : negatives.length) === 0) {
    const wanted = isAverage ? 'positive' : 'positive or negative';
    throw badRequest(context, `At least one ${wanted} vector ID required with this strategy`);
  }
  const recommend = { positive: positives, negative: negatives, strategy };
  return { ...rest, lookup_from: withVectorName(lookup), query: { recommend } };
};

/** `discover`: finds points near a target in a context of pairs, or, without a target, where most pairs agree. @throws {VectorStoreError} with status 400. */
export const translateDiscover: Translation = function* (body, isGrouped, context) {
  const keys = ['target', 'context', 'using', 'lookup_from'];
  const { target, context: given, lookup_from: lookup, ...rest } = readFields(body, { keys, isGrouped }, context);
  const pairs: unknown = given ?? [];
  if (!Array.isArray(pairs)) throw malformedRequest(context, 'context must be a list of pairs');
  for (const [index, pair] of pairs.entries()) {
    yield;
    const { positive, negative } = readObject(pair, `context[${index}]`, context);
    yield* requireExamples([positive, negative], `context[${index}]`, context);
  }
  const isTargeted = target !== undefined && target !== null;
  if (isTargeted) yield* requireExamples([target], 'target', context);
  else if (pairs.length === 0) throw badRequest(context, 'target and/or context_pairs must be specified');
  const query = isTargeted ? { discover: { target, context: pairs } } : { context: pairs };
  return { ...rest, lookup_from: withVectorName(lookup), query };
};

/** Translates a batch of search bodies. @throws {VectorStoreError} with status 400. */
export function* translateBatch(body: unknown, translate: Translation, context: RequestContext): Steps<QueryBody> {
  const { searches, ...others } = readObject(body, 'the batch', context);
  refuseUnknownKeys(others, [], 'the batch', context);
  if (!Array.isArray(searches)) throw malformedRequest(context, 'a batch needs `searches`, a list of searches');
  return { searches: yield* mapLongInSteps(searches as unknown[], (search) => translate(search, false, context)) };
}

interface Fields {
  /** Keys in addition to those that all operations share. */
  readonly keys: readonly string[];
  /** Whether `with_vectors` is an alias of `with_vector`. */
  readonly acceptsWithVectors?: boolean;
  readonly isGrouped: boolean;
}

/** Returns the given fields. `limit`, and the grouping fields of a grouped search, are required. */
function readFields(
  body: unknown,
  { keys, acceptsWithVectors = false, isGrouped }: Fields,
  context: RequestContext,
): Record<string, unknown> {
  const aliases = { ...(acceptsWithVectors && { with_vectors: 'with_vector' }), ...(!isGrouped && { top: 'limit' }) };
  const fields = renameAliases(readObject(body, 'the search', context), aliases, context);
  const known = [...keys, ...sharedKeys, ...(isGrouped ? groupKeys : ['offset'])];
  refuseUnknownKeys(fields, known, 'the search', context);
  for (const key of isGrouped ? ['group_by', 'group_size', 'limit'] : ['limit']) {
    if (fields[key] === undefined || fields[key] === null) throw malformedRequest(context, `missing field \`${key}\``);
  }
  return fields;
}

/** Adds the default vector name to a lookup without one. Otherwise the query would look up the vector that it searches. */
function withVectorName(lookup: unknown): unknown {
  if (typeof lookup !== 'object' || lookup === null || Array.isArray(lookup)) return lookup;
  return { ...lookup, vector: ('vector' in lookup ? lookup.vector : undefined) ?? '' };
}

function* requireExamples(examples: unknown, path: string, context: RequestContext): Steps<readonly unknown[]> {
  if (!Array.isArray(examples)) throw malformedRequest(context, `${path} must be a list of vectors and point IDs`);
  for (const example of examples) {
    yield;
    if (typeof example === 'object') yield* requireVector(example, path, context);
  }
  return examples;
}

/** Accepts a dense or sparse vector: these operations support neither multivectors nor inference. */
function* requireVector(vector: unknown, path: string, context: RequestContext): Steps<unknown> {
  const isDense = Array.isArray(vector) && !(yield* hasList(vector));
  const isSparse = typeof vector === 'object' && vector !== null && 'indices' in vector && 'values' in vector;
  if (!isDense && !isSparse) throw malformedRequest(context, `${path} must be a dense or a sparse vector`);
  return vector;
}

function* hasList(items: readonly unknown[]): Steps<boolean> {
  for (let from = 0; from < items.length; from += itemsPerStep) {
    if (from > 0) yield;
    if (items.slice(from, from + itemsPerStep).some((item) => Array.isArray(item))) return true;
  }
  return false;
}
