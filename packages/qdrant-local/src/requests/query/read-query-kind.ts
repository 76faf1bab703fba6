import { isPlainObject } from '@x/core';

import { refuseUnknownKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { isInferenceInput } from '../../wire/inference-input.ts';
import { readFormula } from '../formula/read-formula.ts';
import { readOrderBy } from '../read-order-by.ts';
import type { ParsedQueryKind } from './query-tree.ts';
import { readFusion, readRrf } from './read-fusion.ts';
import { readTextQuery } from './read-text-query.ts';
import {
  readContext,
  readDiscover,
  readNearest,
  readRecommend,
  readRelevanceFeedback,
} from './read-vector-objective.ts';
import { readVectorReference } from './read-vector-reference.ts';

type KindReader = (
  query: Record<string, unknown>,
  path: string,
  context: RequestContext,
  using: string,
) => ParsedQueryKind;

/** By the key that tells what a query is. */
const readers: Readonly<Record<string, KindReader>> = {
  nearest: (query, path, context) => vectorQuery(readNearest(query, path, context)),
  recommend: (query, path, context) => vectorQuery(readRecommend(query['recommend'], `${path}.recommend`, context)),
  discover: (query, path, context) => vectorQuery(readDiscover(query['discover'], `${path}.discover`, context)),
  context: (query, path, context) => vectorQuery(readContext(query['context'], `${path}.context`, context)),
  relevance_feedback: (query, path, context) =>
    vectorQuery(readRelevanceFeedback(query['relevance_feedback'], `${path}.relevance_feedback`, context)),
  order_by: (query, _, context) => ({ kind: 'orderBy', order: readOrderBy(query['order_by'], context) }),
  fusion: (query, _, context) => ({ kind: 'fusion', fusion: readFusion(query['fusion'], context) }),
  rrf: (query, path, context) => ({ kind: 'fusion', fusion: readRrf(query['rrf'], `${path}.rrf`, context) }),
  text: (query, path, context, using) => readTextQuery(query['text'], `${path}.text`, using, context),
  formula: (query, path, context) => ({ kind: 'formula', expression: readFormula(query, path, context) }),
  sample: (query, _, context) => {
    if (query['sample'] !== 'random') throw malformedRequest(context, "query.sample must be 'random'");
    return { kind: 'sample' };
  },
};

/** Keys that go with another one. */
const companions: Readonly<Record<string, string>> = { nearest: 'mmr', formula: 'defaults' };

/**
 * Reads what a query asks for, of the vector or payload key `using`; `undefined` when it asks for nothing.
 *
 * Source: qdrant/qdrant lib/api/src/rest/schema.rs (`QueryInterface`).
 *
 * @throws {VectorStoreError} with status 400, 422 or 501.
 */
export function readQueryKind(
  query: unknown,
  path: string,
  context: RequestContext,
  using: string,
): ParsedQueryKind | undefined {
  if (query === undefined || query === null) return undefined;
  if (isPlainObject(query)) {
    // A text with a model is no text query: it stands for a vector.
    const kind = isInferenceInput(query) ? undefined : Object.keys(readers).find((key) => query[key] !== undefined);
    if (kind !== undefined) {
      refuseUnknownKeys(query, [kind, companions[kind] ?? kind], path, context);
      return readers[kind]!(query, path, context, using);
    }
    if (!('indices' in query) && !('model' in query)) {
      throw malformedRequest(
        context,
        `${path} must be a vector, a point ID or one of ${Object.keys(readers).join(', ')}`,
      );
    }
  }
  return vectorQuery({ kind: 'nearest', target: readVectorReference(query, path, context) });
}

function vectorQuery(objective: Extract<ParsedQueryKind, { kind: 'vector' }>['objective']): ParsedQueryKind {
  return { kind: 'vector', objective };
}
