import { DerivedColumn } from '../vectors/derived-column.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';
import type { ExampleScoring } from './example-scoring.ts';

// Computed at once: as many as take about a millisecond, and half a megabyte.
const mostSimilarities = 2 ** 17;

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

  scorer(): SlotScorer {
    const { examples, combine } = this.#scoring;
    const scorers = examples.map((example) => this.column.scorer(example));
    let blocks: Float32Array[] = [];
    const scoreBlock = (out: Float32Array, score: (scorer: SlotScorer, similarities: Float32Array) => void): void => {
      if (blocks[0]?.length !== out.length) blocks = scorers.map(() => new Float32Array(out.length));
      for (const [example, scorer] of scorers.entries()) {
        score(scorer, blocks[example]!);
        withoutOverlapIsZero(blocks[example]!);
      }
      for (let index = 0; index < out.length; index++) out[index] = combine(blocks, index);
    };
    const similaritiesAtOnce = Math.min(mostSimilarities, ...scorers.map(({ slotsAtOnce = Infinity }) => slotsAtOnce));
    return {
      slotsAtOnce: Math.ceil(similaritiesAtOnce / examples.length),
      scoreRange: (from, out) => scoreBlock(out, (scorer, block) => scorer.scoreRange(from, block)),
      scoreSlots: (slots, out) => scoreBlock(out, (scorer, block) => scorer.scoreSlots(slots, block)),
    };
  }
}

/** A sparse vector that shares no index with an example is as near to it as an orthogonal one. */
function withoutOverlapIsZero(similarities: Float32Array): void {
  for (let index = 0; index < similarities.length; index++) {
    if (similarities[index] === -Infinity) similarities[index] = 0;
  }
}
