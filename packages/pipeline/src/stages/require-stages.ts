import { InvalidArgumentError, requireInteger, requireText } from '@x/core';

import type { CustomRetrieveStage, EmbeddingRetrieveStage, RerankStage, Stage } from './stage.ts';

/** Either kind of retrieve stage. */
export type RetrieveStage<Payload extends object> = EmbeddingRetrieveStage | CustomRetrieveStage<Payload>;

/** Names that say something else in a result. */
const takenNames = new Set(['embed', 'total', 'store']);

/**
 * Checks that stages make a search: retrieve stages first, a fuse stage after several of them, each name once.
 *
 * @throws {InvalidArgumentError} naming the stage.
 */
export function requireStages<Payload extends object>(stages: readonly Stage<Payload>[]): void {
  const names = new Set<string>();
  let lists = 0;
  for (const [index, stage] of stages.entries()) {
    const at = `stages[${index}]`;
    const name = requireStage(stage, at);
    if (name !== undefined && (names.has(name) || takenNames.has(name)))
      throw refuse(`${at} name`, name, 'a name of its own');
    if (name !== undefined) names.add(name);
    if (isRetrieve(stage)) lists++;
    else if (stage.fuse !== undefined) lists = Math.min(lists, 1);
    else if (lists > 1) throw refuse(at, name ?? 'cut', 'a fuse stage, since several lists were retrieved');
    if (lists === 0) throw refuse(at, name ?? 'cut', 'a retrieve stage before all others');
  }
  if (lists === 0) throw refuse('stages', stages.length, 'at least one retrieve stage');
  if (lists > 1) throw refuse('stages', stages.length, 'a fuse stage after several retrieve stages');
}

/** True for a stage that finds documents. */
export function isRetrieve<Payload extends object>(stage: Stage<Payload>): stage is RetrieveStage<Payload> {
  return stage.retrieve !== undefined;
}

function requireStage<Payload extends object>(stage: Stage<Payload>, at: string): string | undefined {
  const given: unknown = stage;
  if (typeof given !== 'object' || given === null) throw refuse(at, given, 'an object');
  if ('timeoutMs' in stage && stage.timeoutMs !== undefined) {
    requireInteger(stage.timeoutMs, `${at}.timeoutMs`, { min: 1 });
  }
  if (isRetrieve(stage)) {
    if (stage.limit !== undefined) requireInteger(stage.limit, `${at}.limit`, { min: 1 });
    if (isGiven(stage, 'embedder') === isGiven(stage, 'with')) {
      throw refuse(at, stage.retrieve, 'an embedder or a function `with`');
    }
    return requireName(stage.retrieve, `${at}.retrieve`);
  }
  if (stage.fuse !== undefined) return requireName(stage.fuse, `${at}.fuse`);
  if (stage.rerank !== undefined) return requireRerank(stage, at);
  if (stage.cut !== undefined) {
    requireInteger(stage.cut, `${at}.cut`, { min: 1 });
    return undefined;
  }
  throw refuse(at, Object.keys(given).join(', '), 'one with retrieve, fuse, rerank or cut');
}

function requireRerank<Payload extends object>(
  { rerank, reranker, with: score, weight = 1 }: RerankStage<Payload>,
  at: string,
): string {
  if ((reranker === undefined) === (score === undefined)) throw refuse(at, rerank, 'a reranker or a function `with`');
  if (!(weight >= 0 && weight <= 1)) throw refuse(`${at}.weight`, weight, 'a number from 0 to 1');
  return requireName(rerank, `${at}.rerank`);
}

function isGiven(stage: object, key: string): boolean {
  return Reflect.get(stage, key) !== undefined;
}

function requireName(name: unknown, parameter: string): string {
  if (requireText(name, parameter) !== '') return name as string;
  throw refuse(parameter, name, 'a name');
}

function refuse(parameter: string, value: unknown, expected: string): InvalidArgumentError {
  return new InvalidArgumentError({ parameter, value, expected });
}
