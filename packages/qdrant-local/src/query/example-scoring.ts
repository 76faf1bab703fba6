import type { Steps } from '../turns/steps.ts';
import type { ContextPair, VectorObjective } from '../requests/query/query-tree.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';

/** A score computed from a point's similarities to examples. A larger score is better, for every distance. */
export interface ExampleScoring {
  readonly examples: readonly VectorValue[];
  /** The approximate number of terms in a score. */
  readonly terms: number;
  /** Returns the score of the point at `index`, a float32. `similarities[e][index]` is its similarity to `examples[e]`. */
  readonly combine: (similarities: readonly Float32Array[], index: number) => number;
}

type ExampleObjective<T> = Exclude<VectorObjective<T>, { kind: 'nearest' }>;

const { fround } = Math;
/** A margin that puts a point with equal similarities to both examples on the negative side. */
const contextMargin = 2 ** -23;

/** Returns the scoring of an objective, or the steps to it if it has many parts. Not for `average_vector`, which searches for one vector. */
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
 * Scores by a · similarity(target) + Σ confidenceᵇ · c · (similarity(positive) − similarity(negative)). The sum covers all ordered pairs of
 * examples with a positive confidence, which is the difference of their given scores.
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

/** Returns a number from −1 to 1. */
function fastSigmoid(x: number): number {
  return fround(x / fround(1 + Math.abs(x)));
}

/** Returns a number from 0 to 1. */
function scaledSigmoid(x: number): number {
  return fround(0.5 * fround(fastSigmoid(x) + 1));
}
