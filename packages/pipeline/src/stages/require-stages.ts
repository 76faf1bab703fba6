import {
  InvalidArgumentError,
  type OptionKind,
  requireInteger,
  requireKind,
  requireKnownNames,
  requireText,
  requireTimeout,
} from '@x/core';

import { requireEmbedder, requireReranker } from './require-parts.ts';
import type { CustomRetrieveStage, EmbeddingRetrieveStage, MaxSimStage, RerankStage, Stage } from './stage.ts';

/** Either kind of retrieve stage. */
export type RetrieveStage<Payload extends object> = EmbeddingRetrieveStage | CustomRetrieveStage<Payload>;

/** Names that have another meaning in a result. */
const takenNames = new Set(['embed', 'total', 'store', 'matches']);

/** The fields of each kind of stage, by the field that identifies the kind. */
const fieldKinds: Readonly<Record<string, Readonly<Record<string, OptionKind>>>> = {
  retrieve: {
    retrieve: 'text',
    embedder: 'object',
    with: 'function',
    using: 'text',
    limit: 'number',
    timeoutMs: 'number',
  },
  fuse: { fuse: 'text', with: 'function' },
  maxSim: { maxSim: 'text', embedder: 'object', using: 'text', timeoutMs: 'number' },
  rerank: {
    rerank: 'text',
    reranker: 'object',
    with: 'function',
    top: 'number',
    weight: 'number',
    timeoutMs: 'number',
  },
  cut: { cut: 'number' },
};

/**
 * Checks that stages form a valid search: retrieve stages first, then a fuse or maxSim stage if there are several, and
 * unique names.
 *
 * @throws {InvalidArgumentError} with the index of the invalid stage.
 */
export function requireStages<Payload extends object>(stages: readonly Stage<Payload>[], store: object): void {
  const names = new Set<string>();
  let lists = 0;
  for (const [index, stage] of stages.entries()) {
    const at = `stages[${index}]`;
    const name = requireStage(stage, at);
    if (name !== undefined && (names.has(name) || takenNames.has(name)))
      throw refuse(`${at} name`, name, 'a unique name other than embed, total, store and matches');
    if (name !== undefined) names.add(name);
    if (isRetrieve(stage)) lists++;
    else if (stage.maxSim !== undefined) {
      if (!('searchVectors' in store)) {
        const expected = 'used with a SearchStore, e.g. from createSearchStore';
        throw refuse(at, stage.maxSim, expected, `${at} is a maxSim stage and must be ${expected}.`);
      }
      requireLists(stages.slice(0, index), at, stage.maxSim);
      lists = Math.min(lists, 1);
    } else if (stage.fuse !== undefined) lists = Math.min(lists, 1);
    else if (lists > 1) {
      const problem = `${at} follows several retrieve stages and must be a fuse or maxSim stage.`;
      throw refuse(at, name ?? 'cut', 'a fuse or maxSim stage', problem);
    }
    if (lists === 0) {
      throw refuse(at, name ?? 'cut', 'preceded by a retrieve stage', `${at} must be preceded by a retrieve stage.`);
    }
  }
  if (lists === 1) return;
  const expected = lists === 0 ? 'at least one retrieve stage' : 'a fuse or maxSim stage after several retrieve stages';
  throw refuse('stages', stages.length, expected, `stages must contain ${expected}.`);
}

/** Checks that all stages before a maxSim stage can be searched by the store. */
function requireLists<Payload extends object>(before: readonly Stage<Payload>[], at: string, name: string): void {
  for (const [index, stage] of before.entries()) {
    if (!isRetrieve(stage) || stage.embedder === undefined) {
      const expected = 'preceded only by retrieve stages with an embedder';
      throw refuse(at, name, expected, `${at} is a maxSim stage and must be ${expected}, unlike stages[${index}].`);
    }
    if (stage.using === undefined)
      throw refuse(`stages[${index}].using`, undefined, 'the name of a vector of the store');
    if (stage.timeoutMs !== undefined) {
      const parameter = `stages[${index}].timeoutMs`;
      const problem = `${parameter} must be omitted. The timeoutMs of the stage '${name}' applies to this stage too.`;
      throw refuse(parameter, stage.timeoutMs, 'omitted', problem);
    }
  }
}

/** Returns true for a retrieve stage. */
export function isRetrieve<Payload extends object>(stage: Stage<Payload>): stage is RetrieveStage<Payload> {
  return stage.retrieve !== undefined;
}

function requireStage<Payload extends object>(stage: Stage<Payload>, at: string): string | undefined {
  const given: unknown = stage;
  if (typeof given !== 'object' || given === null) throw refuse(at, given, 'an object');
  const kindOfStage = Object.keys(fieldKinds).find((name) => isGiven(stage, name));
  if (kindOfStage === undefined) {
    const fields = Object.keys(given).join(', ');
    const expected = 'a stage with retrieve, fuse, maxSim, rerank or cut';
    throw refuse(
      at,
      fields,
      expected,
      `${at} must be ${expected}, but has ${fields === '' ? 'no field' : `only ${fields}`}.`,
    );
  }
  const fields = fieldKinds[kindOfStage]!;
  requireKnownNames(given, Object.keys(fields), at);
  for (const [name, kind] of Object.entries(fields)) {
    const value: unknown = Reflect.get(stage, name);
    if (value !== undefined) requireKind(value, kind, `${at}.${name}`);
  }
  if ('timeoutMs' in stage && stage.timeoutMs !== undefined) requireTimeout(stage.timeoutMs, `${at}.timeoutMs`);
  if (isRetrieve(stage)) {
    if (stage.limit !== undefined) requireInteger(stage.limit, `${at}.limit`, { min: 1 });
    if (isGiven(stage, 'embedder') === isGiven(stage, 'with')) {
      throw refuse(at, stage.retrieve, 'an embedder or a function `with`', `${at} must have either embedder or with.`);
    }
    if (stage.embedder !== undefined) requireEmbedder(stage.embedder, `${at}.embedder`);
    return requireName(stage.retrieve, `${at}.retrieve`);
  }
  if (stage.fuse !== undefined) return requireName(stage.fuse, `${at}.fuse`);
  if (stage.maxSim !== undefined) return requireMaxSim(stage, at);
  if (stage.rerank !== undefined) return requireRerank(stage, at);
  requireInteger(stage.cut, `${at}.cut`, { min: 1 });
  return undefined;
}

function requireMaxSim({ maxSim, embedder, using }: MaxSimStage, at: string): string {
  const given: unknown = embedder;
  if (typeof given !== 'object' || given === null || !('passageEmbedWithTokens' in given)) {
    throw refuse(`${at}.embedder`, given, 'an embedder with passageEmbedWithTokens, e.g. TextEmbedding of @x/embed');
  }
  if (!embedder.hasTokenVectors) {
    throw refuse(`${at}.embedder`, embedder.modelName, 'a model with token vectors (mean pooling)');
  }
  requireName(using, `${at}.using`);
  return requireName(maxSim, `${at}.maxSim`);
}

function requireRerank<Payload extends object>(
  { rerank, reranker, with: score, weight = 1, top }: RerankStage<Payload>,
  at: string,
): string {
  if ((reranker === undefined) === (score === undefined)) {
    throw refuse(at, rerank, 'a reranker or a function `with`', `${at} must have either reranker or with.`);
  }
  if (reranker !== undefined) requireReranker(reranker, `${at}.reranker`);
  if (!(weight >= 0 && weight <= 1)) throw refuse(`${at}.weight`, weight, 'a number from 0 to 1');
  if (top !== undefined) requireInteger(top, `${at}.top`, { min: 1 });
  return requireName(rerank, `${at}.rerank`);
}

function isGiven(stage: object, key: string): boolean {
  return Reflect.get(stage, key) !== undefined;
}

function requireName(name: unknown, parameter: string): string {
  if (requireText(name, parameter) !== '') return name as string;
  throw refuse(parameter, name, 'a name');
}

/** Returns an error with the sentence `problem`, or with the default one. */
function refuse(parameter: string, value: unknown, expected: string, problem?: string): InvalidArgumentError {
  return new InvalidArgumentError({
    parameter,
    value,
    expected,
    ...(problem !== undefined && { problem: () => problem }),
  });
}
