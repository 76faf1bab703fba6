import { begin, finish, mapLongInSteps, type Steps } from '../event-loop-turns.ts';
import { DerivedColumn } from '../vectors/derived-column.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';
import type { ExampleScoring } from './example-scoring.ts';

// Computed at once: as many as take about a millisecond, and half a megabyte.
const mostSimilarities = 2 ** 17;
// Terms of scores that are added up in one step.
const termsPerStep = 2 ** 17;

/**
 * A column whose similarity is a score made of similarities to examples: what can be searched for one vector can be
 * searched by examples, too.
 */
export class ExampleColumn extends DerivedColumn {
  readonly #scoring: ExampleScoring;

  /** The examples must be prepared for `column`. */
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
  /** Of the examples. */
  readonly scorers: readonly SlotScorer[];
  /** What they write to; made anew where a block is of another length. */
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

/** A sparse vector that shares no index with an example is as near to it as an orthogonal one. */
function withoutOverlapIsZero(similarities: Float32Array): void {
  for (let index = 0; index < similarities.length; index++) {
    if (similarities[index] === -Infinity) similarities[index] = 0;
  }
}
