import type { HybridEmbedder, HybridEmbedding, HybridKind, HybridPart, StoreVector, TokenEmbedding } from '@x/core';

import type { SearchedVector } from './searched-vectors.ts';
import type { AnyEmbedder } from './stage.ts';

/** Result of one pass of a hybrid model: the requested kinds of vectors for each text. */
export type HybridPass = Promise<readonly Partial<HybridEmbedding>[]>;

/** Runs one pass of a hybrid model over the texts. */
export type RunHybridPass = (
  hybrid: HybridEmbedder,
  options: { readonly kinds: readonly HybridKind[]; readonly signal?: AbortSignal },
) => HybridPass;

const allKinds = ['dense', 'sparse', 'multiVector'] as const;

/** The passes of hybrid models over the same texts. Each model runs once, for all kinds of vectors that stages search. */
export class HybridPasses {
  readonly #kinds = new Map<HybridEmbedder, Set<HybridKind>>();
  readonly #passes = new Map<HybridEmbedder, HybridPass>();
  readonly #run: RunHybridPass;

  constructor(vectors: readonly SearchedVector[], run: RunHybridPass) {
    this.#run = run;
    for (const { embedder, isOfTokens } of vectors) {
      const part = partOf(embedder);
      if (part === undefined) continue;
      const kinds = this.#kinds.get(part.hybrid) ?? new Set();
      this.#kinds.set(part.hybrid, kinds.add(part.kind));
      if (isOfTokens) kinds.add('multiVector');
    }
  }

  /** Returns the vector of each text from an embedder; `undefined` when the embedder is not part of a hybrid model. */
  vectors(embedder: AnyEmbedder, signal: AbortSignal | undefined): Promise<StoreVector[]> | undefined {
    const part = partOf(embedder);
    return part && this.#pass(part.hybrid, signal).then((all) => all.map((embedding) => embedding[part.kind]!));
  }

  /**
   * Returns the vector of each text and the vectors of its tokens; `undefined` when the embedder is not part of a hybrid
   * model.
   */
  tokens(embedder: AnyEmbedder, signal: AbortSignal | undefined): Promise<TokenEmbedding[]> | undefined {
    const part = partOf(embedder);
    return part && this.#pass(part.hybrid, signal).then((all) => all.map(toTokenEmbedding));
  }

  #pass(hybrid: HybridEmbedder, signal: AbortSignal | undefined): HybridPass {
    const kinds = [...this.#kinds.get(hybrid)!];
    const pass = this.#passes.get(hybrid) ?? this.#run(hybrid, { kinds, ...(signal && { signal }) });
    this.#passes.set(hybrid, pass);
    return pass;
  }
}

function toTokenEmbedding({ dense, multiVector }: Partial<HybridEmbedding>): TokenEmbedding {
  return { vector: dense!, tokenVectors: multiVector! };
}

/** Returns the hybrid model that an embedder is part of, and the embedder's kind of vectors. */
function partOf(embedder: AnyEmbedder): { readonly hybrid: HybridEmbedder; readonly kind: HybridKind } | undefined {
  const { hybrid } = embedder as Partial<HybridPart>;
  if (hybrid === undefined) return undefined;
  const kind = allKinds.find((one) => hybrid[one] === embedder);
  return kind && { hybrid, kind };
}
