import { InvalidArgumentError } from '@x/core';

import { shiftBelow, standardize } from '../stages/scale-scores.ts';
import type { RerankStage } from '../stages/stage.ts';
import { reorder, textOf, type WorkingCandidate } from './candidate-list.ts';

/** A new score, and the part of the text that it refers to. */
interface Judgement {
  readonly score: number;
  readonly passage?: { readonly start: number; readonly end: number };
}

interface RerankCall<Payload extends object> {
  readonly text: (payload: Payload) => string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Scores the best candidates with a stage's reranker or function, and mixes the new scores with the previous ones by the stage's weight.
 * Returns the candidates ordered by the result, followed by the candidates that were not scored.
 */
export async function rerankCandidates<Payload extends object>(
  stage: RerankStage<Payload>,
  query: string,
  candidates: readonly WorkingCandidate<Payload>[],
  { text, signal }: RerankCall<Payload>,
): Promise<WorkingCandidate<Payload>[]> {
  const best = candidates.slice(0, stage.top);
  const judgements = await judge(stage, query, best, { text, signal });
  const judged = best.map((candidate, index) => {
    const passage = within(candidate.passage, judgements[index]!.passage);
    return passage === undefined ? candidate : { ...candidate, passage };
  });
  const scores = mixScores(
    best.map(({ closeness }) => closeness),
    judgements.map(({ score }) => score),
    stage.weight ?? 1,
  );
  const reranked = reorder(stage.rerank, judged, (_, index) => scores[index]!);
  return [...reranked, ...placeBelow(reranked.at(-1), candidates.slice(best.length))];
}

/** The others keep scores on another scale. They are shifted below the scored ones, so that a later stage with a weight keeps this order. */
function placeBelow<Payload extends object>(
  last: WorkingCandidate<Payload> | undefined,
  others: readonly WorkingCandidate<Payload>[],
): readonly WorkingCandidate<Payload>[] {
  if (last === undefined || others.length === 0) return others;
  const shifted = shiftBelow(others.map(({ closeness }) => closeness), last.closeness); // prettier-ignore
  return others.map((candidate, index) => ({ ...candidate, closeness: shifted[index]! }));
}

async function judge<Payload extends object>(
  { rerank, reranker, with: score }: RerankStage<Payload>,
  query: string,
  candidates: readonly WorkingCandidate<Payload>[],
  { text, signal }: RerankCall<Payload>,
): Promise<Judgement[]> {
  const call = signal === undefined ? {} : { signal };
  const texts = candidates.map((candidate, index) => textOf(candidate, index, text));
  if (reranker !== undefined) {
    const judgements: Judgement[] = [];
    const ranked = await reranker.rerank(query, texts, call);
    // The list below is by index, so a document that occurs twice would not show there.
    requireScores(
      rerank,
      ranked.map(({ score: value }) => value),
      texts.length,
    );
    for (const { index, score: value, passage } of ranked) {
      judgements[index] = { score: value, ...(passage && { passage }) };
    }
    requireScores(
      rerank,
      Array.from(judgements, (judgement?: Judgement) => judgement?.score),
      texts.length,
    );
    return judgements;
  }
  const documents = candidates.map(({ id, payload, closeness }, index) => {
    return { id, payload, score: closeness, text: texts[index]! };
  });
  const scores = await score!(query, documents, call);
  requireScores(rerank, scores, texts.length);
  return scores.map((value) => ({ score: value }));
}

function requireScores(stage: string, scores: readonly unknown[], count: number): void {
  if (scores.length === count && scores.every((value) => Number.isFinite(value))) return;
  const expected = `${count} finite numbers, one for each document`;
  throw new InvalidArgumentError({ parameter: `the answer of the stage '${stage}'`, value: scores, expected });
}

function mixScores(before: readonly number[], after: readonly number[], weight: number): readonly number[] {
  if (weight === 1) return after;
  const [scaledBefore, scaledAfter] = [standardize(before), standardize(after)];
  return scaledAfter.map((score, index) => weight * score + (1 - weight) * scaledBefore[index]!);
}

/** Converts a passage within another passage to a passage of the document. */
function within(outer: Judgement['passage'], inner: Judgement['passage']): Judgement['passage'] {
  if (inner === undefined) return undefined;
  const offset = outer?.start ?? 0;
  return { start: offset + inner.start, end: offset + inner.end };
}
