import { mapLongInSteps, type Steps } from '../../turns/steps.ts';
import { readObject, readWholeNumber, refuseUnknownKeys } from '../../json/read-fields.ts';
import { readFloat32, requireFloat32 } from '../../json/read-numbers.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { ContextPair, MaximalMarginalRelevance, VectorObjective, VectorReference } from './query-tree.ts';
import { readVectorReference, readVectorReferences } from './read-vector-reference.ts';

type Objective = VectorObjective<VectorReference>;

const strategies = ['average_vector', 'best_score', 'sum_scores'] as const;
const maxCandidates = 16_384;
// Each item is compared with every other item, for every point.
const maxFeedback = 1000;
// Each example is compared with every point.
const maxExamples = 10_000;
const maxPairs = 5000;
const { fround } = Math;

/** Reads `{ nearest, mmr }`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readNearest(query: Record<string, unknown>, path: string, context: RequestContext): Steps<Objective> {
  const target = yield* readVectorReference(query['nearest'], `${path}.nearest`, context);
  const mmr = query['mmr'] ?? undefined;
  if (mmr === undefined) return { kind: 'nearest', target };
  return { kind: 'nearest', target, mmr: readMmr(mmr, `${path}.mmr`, context) };
}

/** Reads `recommend`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readRecommend(value: unknown, path: string, context: RequestContext): Steps<Objective> {
  const body = readObject(value, path, context);
  refuseUnknownKeys(body, ['positive', 'negative', 'strategy'], path, context);
  const strategy = strategies.find((name) => name === (body['strategy'] ?? 'average_vector'));
  if (strategy === undefined)
    throw malformedRequest(context, `${path}.strategy must be one of ${strategies.join(', ')}`);
  for (const side of ['positive', 'negative']) refuseMoreThan(maxExamples, body[side], `${path}.${side}`, context);
  const positives = yield* readVectorReferences(body['positive'], `${path}.positive`, context);
  const negatives = yield* readVectorReferences(body['negative'], `${path}.negative`, context);
  if (positives.length + negatives.length === 0) {
    throw invalidValue(
      context,
      `${path}.positive, negative`,
      'At least one positive or negative vector/id must be provided',
    );
  }
  return { kind: 'recommend', strategy, positives, negatives };
}

/** Reads `discover`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readDiscover(value: unknown, path: string, context: RequestContext): Steps<Objective> {
  const body = readObject(value, path, context);
  refuseUnknownKeys(body, ['target', 'context'], path, context);
  if (body['context'] === undefined) throw malformedRequest(context, `missing field \`context\` in ${path}`);
  return {
    kind: 'discover',
    target: yield* readVectorReference(body['target'], `${path}.target`, context),
    pairs: yield* readPairs(body['context'], `${path}.context`, context),
  };
}

/** Reads `context`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readContext(value: unknown, path: string, context: RequestContext): Steps<Objective> {
  return { kind: 'context', pairs: yield* readPairs(value, path, context) };
}

/** Reads `relevance_feedback`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readRelevanceFeedback(value: unknown, path: string, context: RequestContext): Steps<Objective> {
  const body = readObject(value, path, context);
  refuseUnknownKeys(body, ['target', 'feedback', 'strategy'], path, context);
  const { feedback } = body;
  if (!Array.isArray(feedback)) throw malformedRequest(context, `${path}.feedback must be a list`);
  const strategy = readObject(body['strategy'], `${path}.strategy`, context);
  refuseUnknownKeys(strategy, ['naive'], `${path}.strategy`, context);
  const naive = readObject(strategy['naive'], `${path}.strategy.naive`, context);
  refuseUnknownKeys(naive, ['a', 'b', 'c'], `${path}.strategy.naive`, context);
  const coefficient = (name: string): number => requireFloat32(naive[name], `${path}.strategy.naive.${name}`, context);
  const coefficients = { a: coefficient('a'), b: coefficient('b'), c: coefficient('c') };
  if (coefficients.b < 0) {
    throw invalidValue(context, `${path}.strategy.naive.b`, `value ${coefficients.b} invalid, must be 0 or larger`);
  }
  refuseMoreThan(maxFeedback, feedback, `${path}.feedback`, context);
  if (feedback.length === 0) throw invalidValue(context, `${path}.feedback`, 'feedback elements must be non-empty');
  return {
    kind: 'feedback',
    target: yield* readVectorReference(body['target'], `${path}.target`, context),
    feedback: yield* mapLongInSteps(feedback as unknown[], function* (item, index) {
      const itemPath = `${path}.feedback[${index}]`;
      const itemBody = readObject(item, itemPath, context);
      refuseUnknownKeys(itemBody, ['example', 'score'], itemPath, context);
      return {
        example: yield* readVectorReference(itemBody['example'], `${itemPath}.example`, context),
        score: requireFloat32(itemBody['score'], `${itemPath}.score`, context),
      };
    }),
    coefficients,
  };
}

function readMmr(value: unknown, path: string, context: RequestContext): MaximalMarginalRelevance {
  const body = readObject(value, path, context);
  refuseUnknownKeys(body, ['diversity', 'candidates_limit'], path, context);
  const diversity = readFloat32(body, 'diversity', path, context) ?? 0.5;
  if (diversity < 0 || diversity > 1) {
    throw invalidValue(context, `${path}.diversity`, `value ${diversity} invalid, must be from 0.0 to 1.0`);
  }
  const limit = readWholeNumber(
    body,
    'candidates_limit',
    { min: 0, max: maxCandidates, absent: 0, within: path },
    context,
  );
  return { lambda: fround(1 - diversity), candidatesLimit: body['candidates_limit'] == null ? undefined : limit };
}

function refuseMoreThan(most: number, list: unknown, path: string, context: RequestContext): void {
  if (!Array.isArray(list) || list.length <= most) return;
  throw malformedRequest(context, `${path} may have at most ${most} elements, not ${list.length}; send fewer`);
}

/** Reads one pair, or a list of pairs; returns an empty list when there is none. */
function* readPairs(value: unknown, path: string, context: RequestContext): Steps<ContextPair<VectorReference>[]> {
  if (value === undefined || value === null) return [];
  refuseMoreThan(maxPairs, value, path, context);
  const pairs: readonly unknown[] = Array.isArray(value) ? value : [value];
  return yield* mapLongInSteps(pairs, function* (pair, index): Steps<ContextPair<VectorReference>> {
    const pairPath = `${path}[${index}]`;
    const body = readObject(pair, pairPath, context);
    refuseUnknownKeys(body, ['positive', 'negative'], pairPath, context);
    return {
      positive: yield* readVectorReference(body['positive'], `${pairPath}.positive`, context),
      negative: yield* readVectorReference(body['negative'], `${pairPath}.negative`, context),
    };
  });
}
