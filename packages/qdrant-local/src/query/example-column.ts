import { begin, finish, mapLongInSteps, type Steps } from '../turns/steps.ts';
import { DerivedColumn } from '../vectors/derived-column.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';
import type { ExampleScoring } from './example-scoring.ts';

// The number of similarities computed at once. They take about a millisecond and half a megabyte.
const mostSimilarities = 2 ** 17;
// The number of score terms added up in one step.
const termsPerStep = 2 ** 17;

/**
 * A column whose similarity is a score computed from the similarities to examples. Any search for one vector can therefore also
 * search by examples.
 */
export class ExampleColumn extends DerivedColumn {
  readonly #scoring: ExampleScoring;

  /** @param scoring its examples must be prepared for `column`. */
  constructor(column: VectorColumn, scoring: ExampleScoring) {
    super(column);
    this.#scoring = scoring;
  }

  *scorer(): Steps<SlotScorer> {
    const { examples } = this.#scoring;
    const scorers = yield* mapLongInSteps(examples, (example) => finish(this.column.scorer(example)));
    const blocks: Float32Array[] = [];
    const score = (out: Float32Array, one: ScoreOne): Steps<void> | undefined =>
      begin(scoreBlock({ scorers, blocks, ...this.#scoring }, out, one));
    const similaritiesAtOnce = Math.min(mostSimilarities, ...scorers.map(({ slotsAtOnce = Infinity }) => slotsAtOnce));
    return {
      slotsAtOnce: Math.ceil(similaritiesAtOnce / examples.length),
      scoreRange: (from, out) => score(out, (scorer, block) => scorer.scoreRange(from, block)),
      scoreSlots: (slots, out) => score(out, (scorer, block) => scorer.scoreSlots(slots, block)),
    };
  }
}

interface BlockScoring extends Pick<ExampleScoring, 'combine' | 'terms'> {
  /** The scorers of the examples. */
  readonly scorers: readonly SlotScorer[];
  /** The buffers of the scorers, replaced when a block has another length. */
  readonly blocks: Float32Array[];
}

type ScoreOne = (scorer: SlotScorer, similarities: Float32Array) => Steps<void> | undefined;

function* scoreBlock(
  { scorers, blocks, combine, terms }: BlockScoring,
  out: Float32Array,
  score: ScoreOne,
): Steps<void> {
  for (const [example, scorer] of scorers.entries()) {
    const known = blocks[example];
    const block = known?.length === out.length ? known : new Float32Array(out.length);
    blocks[example] = block;
    const rest = score(scorer, block);
    if (rest !== undefined) yield* rest;
    withoutOverlapIsZero(block);
  }
  const pointsPerStep = Math.ceil(termsPerStep / terms);
  for (let index = 0; index < out.length; index++) {
    if (index % pointsPerStep === pointsPerStep - 1) yield;
    out[index] = combine(blocks, index);
  }
}

/** Treats a sparse vector without an index in common with an example as orthogonal to it. */
function withoutOverlapIsZero(similarities: Float32Array): void {
  for (let index = 0; index < similarities.length; index++) {
    if (similarities[index] === -Infinity) similarities[index] = 0;
  }
}
