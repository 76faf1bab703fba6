import type { Steps } from '../event-loop-turns.ts';
import type { ContextPair, VectorObjective } from '../requests/query/query-tree.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';

/** A score made of a point's similarities to examples; larger is better whatever the distance. */
export interface ExampleScoring {
  readonly examples: readonly VectorValue[];
  /** How many terms a score is made of, about. */
  readonly terms: number;
  /** The score of the point at `index`; `similarities[e][index]` is its similarity to `examples[e]`. A float32. */
  readonly combine: (similarities: readonly Float32Array[], index: number) => number;
}

type ExampleObjective<T> = Exclude<VectorObjective<T>, { kind: 'nearest' }>;

const { fround } = Math;
/** Leaves a point that is as near to the negative as to the positive outside of the wanted half. */
const contextMargin = 2 ** -23;

/** How an objective scores, or the steps to it where it has many parts; not for `average_vector`, which is a search for one vector. */
export function scoreByExamples(objective: ExampleObjective<VectorValue>): ExampleScoring | Steps<ExampleScoring> {
  switch (objective.kind) {
    case 'recommend':
      return objective.strategy === 'sum_scores' ? sumScores(objective) : bestScore(objective);
    case 'discover':
      return discover(objective);
    case 'context':
      return context(objective);
    case 'feedback':
      return relevanceFeedback(objective);
  }
}

type Recommendation = Extract<VectorObjective<VectorValue>, { kind: 'recommend' }>;

/** Source: qdrant/qdrant lib/segment/src/vector_storage/query/reco_query.rs (`RecoBestScoreQuery`). */
function bestScore({ positives, negatives }: Recommendation): ExampleScoring {
  const count = positives.length;
  const total = count + negatives.length;
  return {
    examples: [...positives, ...negatives],
    terms: total,
    combine: (similarities, index) => {
      let positive = -Infinity;
      for (let e = 0; e < count; e++) positive = Math.max(positive, similarities[e]![index]!);
      let negative = -Infinity;
      for (let e = count; e < total; e++) negative = Math.max(negative, similarities[e]![index]!);
      return positive > negative ? scaledSigmoid(positive) : -scaledSigmoid(negative);
    },
  };
}

/** Source: qdrant/qdrant lib/segment/src/vector_storage/query/reco_query.rs (`RecoSumScoresQuery`). */
function sumScores({ positives, negatives }: Recommendation): ExampleScoring {
  const count = positives.length;
  const total = count + negatives.length;
  return {
    examples: [...positives, ...negatives],
    terms: total,
    combine: (similarities, index) => {
      let positive = 0;
      for (let e = 0; e < count; e++) positive = fround(positive + similarities[e]![index]!);
      let negative = 0;
      for (let e = count; e < total; e++) negative = fround(negative + similarities[e]![index]!);
      return fround(positive - negative);
    },
  };
}

/** Source: qdrant/qdrant lib/segment/src/vector_storage/query/discover_query.rs. */
function discover({ target, pairs }: Extract<VectorObjective<VectorValue>, { kind: 'discover' }>): ExampleScoring {
  return {
    examples: [target, ...flatten(pairs)],
    terms: pairs.length,
    combine: (similarities, index) => {
      let rank = 0;
      for (let e = 1; e < similarities.length; e += 2) {
        rank += Math.sign(similarities[e]![index]! - similarities[e + 1]![index]!);
      }
      return fround(rank + scaledSigmoid(similarities[0]![index]!));
    },
  };
}

/** Source: qdrant/qdrant lib/segment/src/vector_storage/query/context_query.rs. */
function context({ pairs }: Extract<VectorObjective<VectorValue>, { kind: 'context' }>): ExampleScoring {
  return {
    examples: flatten(pairs),
    terms: pairs.length,
    combine: (similarities, index) => {
      let loss = 0;
      for (let e = 0; e < similarities.length; e += 2) {
        const difference = fround(similarities[e]![index]! - similarities[e + 1]![index]!);
        loss = fround(loss + fastSigmoid(Math.min(fround(difference - contextMargin), 0)));
      }
      return loss;
    },
  };
}

/**
 * a · similarity(target) + Σ confidenceᵇ · c · (similarity(positive) − similarity(negative)) over all ordered pairs of
 * examples whose difference of given scores, the confidence, is positive.
 *
 * Source: qdrant/qdrant lib/segment/src/vector_storage/query/feedback_query.rs (`NaiveFeedbackQuery`).
 */
function* relevanceFeedback({
  target,
  feedback,
  coefficients: { a, b, c },
}: Extract<VectorObjective<VectorValue>, { kind: 'feedback' }>): Steps<ExampleScoring> {
  const pairs: { readonly positive: number; readonly negative: number; readonly weight: number }[] = [];
  for (const [positive, better] of feedback.entries()) {
    yield;
    for (const [negative, worse] of feedback.entries()) {
      const confidence = fround(better.score - worse.score);
      if (!(confidence > 0)) continue;
      pairs.push({ positive: positive + 1, negative: negative + 1, weight: fround(fround(confidence ** b) * c) });
    }
  }
  return {
    examples: [target, ...feedback.map(({ example }) => example)],
    terms: pairs.length,
    combine: (similarities, index) => {
      let score = fround(a * similarities[0]![index]!);
      for (const { positive, negative, weight } of pairs) {
        const delta = fround(similarities[positive]![index]! - similarities[negative]![index]!);
        score = fround(score + fround(weight * delta));
      }
      return score;
    },
  };
}

function flatten<T>(pairs: readonly ContextPair<T>[]): T[] {
  return pairs.flatMap(({ positive, negative }) => [positive, negative]);
}

/** From −1 to 1. */
function fastSigmoid(x: number): number {
  return fround(x / fround(1 + Math.abs(x)));
}

/** From 0 to 1. */
function scaledSigmoid(x: number): number {
  return fround(0.5 * fround(fastSigmoid(x) + 1));
}
