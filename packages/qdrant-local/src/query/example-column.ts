import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';
import type { VectorValue } from '../vectors/vector-value.ts';
import type { ExampleScoring } from './example-scoring.ts';

/**
 * A column whose similarity is a score made of similarities to examples: what can be searched for one vector can be
 * searched by examples, too. It takes no writes.
 */
export class ExampleColumn implements VectorColumn {
  readonly isSmallerBetter = false;
  readonly #column: VectorColumn;
  readonly #scoring: ExampleScoring;

  /** The examples must be prepared for `column`. */
  constructor(column: VectorColumn, scoring: ExampleScoring) {
    this.#column = column;
    this.#scoring = scoring;
  }

  get size(): number {
    return this.#column.size;
  }

  has(slot: number): boolean {
    return this.#column.has(slot);
  }

  get(slot: number): VectorValue | undefined {
    return this.#column.get(slot);
  }

  set(): never {
    throw new TypeError('A column of scores by examples takes no vectors. This is a bug.');
  }

  clear(): never {
    throw new TypeError('A column of scores by examples takes no changes. This is a bug.');
  }

  scorer(): SlotScorer {
    const { examples, combine } = this.#scoring;
    const scorers = examples.map((example) => this.#column.scorer(example));
    let blocks: Float32Array[] = [];
    const scoreBlock = (out: Float32Array, score: (scorer: SlotScorer, similarities: Float32Array) => void): void => {
      if (blocks[0]?.length !== out.length) blocks = scorers.map(() => new Float32Array(out.length));
      for (const [example, scorer] of scorers.entries()) {
        score(scorer, blocks[example]!);
        withoutOverlapIsZero(blocks[example]!);
      }
      for (let index = 0; index < out.length; index++) out[index] = combine(blocks, index);
    };
    const slotsAtOnce = Math.min(...scorers.map((scorer) => scorer.slotsAtOnce ?? Infinity)) / examples.length;
    return {
      slotsAtOnce: Number.isFinite(slotsAtOnce) ? Math.ceil(slotsAtOnce) : undefined,
      scoreRange: (from, out) => scoreBlock(out, (scorer, block) => scorer.scoreRange(from, block)),
      scoreSlots: (slots, out) => scoreBlock(out, (scorer, block) => scorer.scoreSlots(slots, block)),
    };
  }

  similarity(a: VectorValue, b: VectorValue): number {
    return this.#column.similarity(a, b);
  }

  scoreOf(similarity: number): number {
    return similarity;
  }
}

/** A sparse vector that shares no index with an example is as near to it as an orthogonal one. */
function withoutOverlapIsZero(similarities: Float32Array): void {
  for (let index = 0; index < similarities.length; index++) {
    if (similarities[index] === -Infinity) similarities[index] = 0;
  }
}
