import { mapLongInSteps, type Steps } from '../../turns/steps.ts';
import {
  readObject,
  readWholeNumber,
  refuseUnknownKeys,
  refuseUnsupportedKeys,
  renameAliases,
} from '../../json/read-fields.ts';
import { readBound, readFloat32 } from '../../json/read-numbers.ts';
import {
  badRequest,
  failedValidation,
  invalidValue,
  malformedRequest,
  type RequestContext,
} from '../../json/server-errors.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readFilter } from '../filter/read-filter.ts';
import { readResultSelection, resultAliases } from '../read-result-selection.ts';
import { shardKeys } from '../shared-keys.ts';
import type { LookupLocation, ParsedQuery, ParsedQueryKind, QueryNode } from './query-tree.ts';
import { readQueryKind } from './read-query-kind.ts';

const levelKeys = ['prefetch', 'query', 'using', 'filter', 'params', 'score_threshold', 'limit', 'lookup_from'];
const paramsKeys = ['hnsw_ef', 'exact', 'quantization', 'indexed_only', 'acorn', 'idf'];
/** Keys of the whole request, in addition to those of a level. */
const requestKeys = ['with_payload', 'with_vector', 'shard_key', 'timeout', 'consistency'];
const maxPrefetchDepth = 64;

/** Reads the body of `query`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readQuery(request: unknown, context: RequestContext): Steps<ParsedQuery> {
  const body = renameAliases(readObject(request, 'the query', context), resultAliases, context);
  refuseUnknownKeys(body, [...levelKeys, ...requestKeys, 'offset'], 'the query', context);
  return {
    ...(yield* readRootQuery(body, context)),
    offset: readWholeNumber(body, 'offset', { min: 0, absent: 0 }, context),
  };
}

/** Reads the body of `queryBatch`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readQueryBatch(request: unknown, context: RequestContext): Steps<ParsedQuery[]> {
  const body = readObject(request, 'the batch', context);
  refuseUnknownKeys(body, ['searches', 'timeout', 'consistency'], 'the batch', context);
  const { searches } = body;
  if (!Array.isArray(searches)) throw malformedRequest(context, 'a batch needs `searches`, a list of queries');
  return yield* mapLongInSteps(searches as unknown[], (search) => readQuery(search, context));
}

/** Reads the common fields of queries and grouped queries. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readRootQuery(
  body: Record<string, unknown>,
  context: RequestContext,
): Steps<Omit<ParsedQuery, 'offset'>> {
  refuseUnsupportedKeys(body, shardKeys, context);
  return {
    ...(yield* readLevel(body, 'query', context, 0)),
    result: yield* readResultSelection(
      { withPayload: body['with_payload'], withVector: body['with_vector'], isPayloadDefault: false },
      context,
    ),
  };
}

/** The keys that {@link readRootQuery} reads. */
export const rootQueryKeys: readonly string[] = [...levelKeys, ...requestKeys];

function* readLevel(
  body: Record<string, unknown>,
  path: string,
  context: RequestContext,
  depth: number,
): Steps<QueryNode> {
  const using = body['using'] ?? '';
  if (typeof using !== 'string') throw malformedRequest(context, 'using must be the name of a vector');
  const params = readSearchParams(body['params'], context);
  const level: QueryNode = {
    prefetches: yield* readPrefetches(body['prefetch'], `${path}.prefetch`, context, depth + 1),
    query: yield* readQueryKind(body['query'], path, context, using),
    vectorName: using,
    filter: yield* readFilter(body['filter'], context),
    limit: readWholeNumber(body, 'limit', { min: 1, absent: 10 }, context),
    scoreThreshold: readBound(body, 'score_threshold', context),
    lookupFrom: readLookup(body['lookup_from'], context),
    hasIdfParams: (params['idf'] ?? undefined) !== undefined,
    idfCorpus: yield* readIdfCorpus(params, context),
  };
  refuseImpossible(level, context);
  return level;
}

function* readPrefetches(value: unknown, path: string, context: RequestContext, depth: number): Steps<QueryNode[]> {
  if (value === undefined || value === null) return [];
  if (depth > maxPrefetchDepth) {
    throw failedValidation(context, `prefetches depth ${depth} exceeds max depth ${maxPrefetchDepth}`);
  }
  const prefetches: readonly unknown[] = Array.isArray(value) ? value : [value];
  return yield* mapLongInSteps(prefetches, function* (prefetch, index): Steps<QueryNode> {
    const body = readObject(prefetch, `${path}[${index}]`, context);
    refuseUnknownKeys(body, levelKeys, 'the prefetch', context);
    return yield* readLevel(body, `${path}[${index}]`, context, depth);
  });
}

/**
 * Refuses invalid combinations. Sources: qdrant/qdrant lib/collection/src/operations/universal_query/collection_query.rs,
 * lib/shard/src/query/planned_query.rs.
 */
function refuseImpossible(level: QueryNode, context: RequestContext): void {
  const { prefetches, query, scoreThreshold } = level;
  if (query === undefined && prefetches.length > 0) {
    const reason = "Can't have prefetches without defining a query.";
    throw badRequest(context, `A query is needed to merge the prefetches. ${reason}`);
  }
  if (scoreThreshold !== undefined && query === undefined) {
    const reason = "Can't have score_threshold without defining a query.";
    throw badRequest(context, `A query is needed to use the score_threshold. ${reason}`);
  }
  if (scoreThreshold !== undefined && query?.kind === 'orderBy') {
    throw badRequest(context, "Can't use score_threshold with an order_by query.");
  }
  if (query !== undefined) refuseWithoutPrefetch(query, level, context);
}

function refuseWithoutPrefetch(
  query: ParsedQueryKind,
  { prefetches, vectorName }: QueryNode,
  context: RequestContext,
): void {
  if (query.kind === 'formula' && prefetches.length === 0) {
    throw failedValidation(context, 'cannot apply Formula without prefetches');
  }
  if (query.kind === 'text' && prefetches.length > 0) {
    // As in a test of the server: qdrant/qdrant lib/edge, `refuses_to_rescore_prefetches`.
    throw failedValidation(context, 'BM25 cannot rescore prefetches');
  }
  if (query.kind !== 'fusion') return;
  if (vectorName !== '') throw badRequest(context, "Fusion queries cannot be combined with the 'using' field.");
  if (prefetches.length === 0) throw failedValidation(context, 'cannot apply Fusion without prefetches');
  const weights = query.fusion.method === 'rrf' ? query.fusion.weights : undefined;
  if (weights !== undefined && weights.length !== prefetches.length) {
    const counts = `RRF weights length (${weights.length}) does not match number of prefetches (${prefetches.length})`;
    throw failedValidation(context, counts);
  }
}

function readLookup(value: unknown, context: RequestContext): LookupLocation | undefined {
  if (value === undefined || value === null) return undefined;
  const lookup = readObject(value, 'lookup_from', context);
  refuseUnsupportedKeys(lookup, shardKeys, context);
  refuseUnknownKeys(lookup, ['collection', 'vector', 'shard_key'], 'lookup_from', context);
  const { collection } = lookup;
  const vectorName = lookup['vector'] ?? undefined;
  if (typeof collection !== 'string' || (vectorName !== undefined && typeof vectorName !== 'string')) {
    throw malformedRequest(context, 'lookup_from must be { collection: name, vector: name }');
  }
  return { collection, vectorName };
}

/**
 * Checks `params`. Because search is exact, the parameters of an index have no effect. Only the corpus of the IDF statistics has one.
 *
 * Source: qdrant/qdrant lib/segment/src/types.rs, `SearchParams`, `QuantizationSearchParams` and `AcornSearchParams`.
 */
function readSearchParams(given: unknown, context: RequestContext): Record<string, unknown> {
  const params = readObject(given ?? {}, 'params', context);
  refuseUnknownKeys(params, paramsKeys, 'params', context);
  const quantization = readObject(params['quantization'] ?? {}, 'params.quantization', context);
  const acorn = readObject(params['acorn'] ?? {}, 'params.acorn', context);
  const flags = [
    ...['exact', 'indexed_only'].map((key) => [params, key] as const),
    ...['ignore', 'rescore'].map((key) => [quantization, key] as const),
    [acorn, 'enable'] as const,
  ];
  for (const [object, key] of flags) {
    const value = object[key] ?? false;
    if (typeof value !== 'boolean') throw malformedRequest(context, `${key} of params must be a boolean`);
  }
  readWholeNumber(params, 'hnsw_ef', { min: 1, absent: 1, within: 'params' }, context);
  const oversampling = readFloat32(quantization, 'oversampling', 'params.quantization', context) ?? 1;
  if (oversampling < 1)
    throw invalidValue(
      context,
      'params.quantization.oversampling',
      `value ${oversampling} invalid, must be 1 or larger`,
    );
  const selectivity = readFloat32(acorn, 'max_selectivity', 'params.acorn', context) ?? 0;
  if (selectivity < 0 || selectivity > 1) {
    throw invalidValue(context, 'params.acorn.max_selectivity', `value ${selectivity} invalid, must be from 0 to 1`);
  }
  return params;
}

function* readIdfCorpus(params: Record<string, unknown>, context: RequestContext): Steps<ParsedFilter> {
  const idf = params['idf'] ?? 'global';
  if (idf === 'global') return undefined;
  if (typeof idf === 'string') {
    throw malformedRequest(context, `unknown variant \`${idf}\` in params.idf, expected \`global\` or { corpus }`);
  }
  const { corpus, ...others } = readObject(idf, 'params.idf', context);
  refuseUnknownKeys(others, [], 'params.idf', context);
  return yield* readFilter(readObject(corpus, 'params.idf.corpus', context), context);
}
