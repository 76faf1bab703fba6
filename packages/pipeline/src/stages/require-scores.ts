import { InvalidArgumentError } from '@x/core';

import type { FoundDocument } from './stage.ts';

/** Checks that a retrieve function returned documents with scores, and returns them. @throws {InvalidArgumentError} naming the stage. */
export function requireFound<Payload extends object>(
  stage: string,
  found: readonly FoundDocument<Payload>[],
): readonly FoundDocument<Payload>[] {
  const parameter = answerOf(stage);
  const given: unknown = found;
  if (!Array.isArray(given)) {
    throw new InvalidArgumentError({ parameter, value: given, expected: 'a list of { id, payload, score }' });
  }
  for (const [index, document] of given.entries()) {
    const score: unknown = (document as Partial<FoundDocument<Payload>> | null)?.score;
    if (isScore(score)) continue;
    throw new InvalidArgumentError({ parameter: `${parameter}[${index}].score`, value: score, expected });
  }
  return found;
}

/** Checks the score that a fusion function gave a document; `undefined` drops the document. @throws {InvalidArgumentError} naming the stage. */
export function requireScore(stage: string, score: number | undefined): number | undefined {
  if (score === undefined || isScore(score)) return score;
  throw new InvalidArgumentError({ parameter: `a score in ${answerOf(stage)}`, value: score, expected });
}

const expected = 'a number other than NaN';

function isScore(score: unknown): boolean {
  return typeof score === 'number' && !Number.isNaN(score);
}

function answerOf(stage: string): string {
  return `the answer of the stage '${stage}'`;
}
