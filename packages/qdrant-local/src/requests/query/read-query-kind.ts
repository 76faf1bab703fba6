import { isPlainObject } from '@x/core';

import { finish, type Steps } from '../../turns/steps.ts';
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
) => ParsedQueryKind | Steps<ParsedQueryKind>;

/** The readers by the key that identifies the kind of a query. */
const readers: Readonly<Record<string, KindReader>> = {
  *nearest(query, path, context) {
    return vectorQuery(yield* readNearest(query, path, context));
  },
  *recommend({ recommend }, path, context) {
    return vectorQuery(yield* readRecommend(recommend, `${path}.recommend`, context));
  },
  *discover({ discover }, path, context) {
    return vectorQuery(yield* readDiscover(discover, `${path}.discover`, context));
  },
  *context(query, path, context) {
    return vectorQuery(yield* readContext(query['context'], `${path}.context`, context));
  },
  *relevance_feedback({ relevance_feedback: feedback }, path, context) {
    return vectorQuery(yield* readRelevanceFeedback(feedback, `${path}.relevance_feedback`, context));
  },
  order_by({ order_by: order }, _, context) {
    return { kind: 'orderBy', order: readOrderBy(order, context) };
  },
  fusion({ fusion }, _, context) {
    return { kind: 'fusion', fusion: readFusion(fusion, context) };
  },
  *rrf({ rrf }, path, context) {
    return { kind: 'fusion', fusion: yield* readRrf(rrf, `${path}.rrf`, context) };
  },
  text({ text }, path, context, using) {
    return readTextQuery(text, `${path}.text`, using, context);
  },
  *formula(query, path, context) {
    return { kind: 'formula', expression: yield* readFormula(query, path, context) };
  },
  sample({ sample }, _, context) {
    if (sample !== 'random') throw malformedRequest(context, "query.sample must be 'random'");
    return { kind: 'sample' };
  },
};

/** Keys that may accompany another key. */
const companions: Readonly<Record<string, string>> = { nearest: 'mmr', formula: 'defaults' };

/**
 * Reads the kind of a query on the vector or payload key `using`; returns `undefined` when there is no query.
 *
 * Source: qdrant/qdrant lib/api/src/rest/schema.rs (`QueryInterface`).
 *
 * @throws {VectorStoreError} with status 400, 422 or 501.
 */
export function* readQueryKind(
  query: unknown,
  path: string,
  context: RequestContext,
  using: string,
): Steps<ParsedQueryKind | undefined> {
  if (query === undefined || query === null) return undefined;
  if (isPlainObject(query)) {
    // A text with a model is not a text query, but an input to embed as a vector.
    const kind = isInferenceInput(query) ? undefined : Object.keys(readers).find((key) => query[key] !== undefined);
    if (kind !== undefined) {
      refuseUnknownKeys(query, [kind, companions[kind] ?? kind], path, context);
      return yield* finish(readers[kind]!(query, path, context, using));
    }
    if (!('indices' in query) && !('model' in query)) {
      throw malformedRequest(
        context,
        `${path} must be a vector, a point ID or one of ${Object.keys(readers).join(', ')}`,
      );
    }
  }
  return vectorQuery({ kind: 'nearest', target: yield* readVectorReference(query, path, context) });
}

function vectorQuery(objective: Extract<ParsedQueryKind, { kind: 'vector' }>['objective']): ParsedQueryKind {
  return { kind: 'vector', objective };
}
