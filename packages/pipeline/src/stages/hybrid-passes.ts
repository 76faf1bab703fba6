import type { HybridEmbedder, HybridEmbedding, HybridKind, HybridPart, StoreVector, TokenEmbedding } from '@x/core';

import type { SearchedVector } from './searched-vectors.ts';
import type { AnyEmbedder } from './stage.ts';

/** What one pass of a hybrid model gives: for each text the kinds that were asked for. */
export type HybridPass = Promise<readonly Partial<HybridEmbedding>[]>;

/** Runs one pass of a hybrid model over the texts. */
export type RunHybridPass = (
  hybrid: HybridEmbedder,
  options: { readonly kinds: readonly HybridKind[]; readonly signal?: AbortSignal },
) => HybridPass;

const allKinds = ['dense', 'sparse', 'multiVector'] as const;

/** The passes of hybrid models over the same texts: each model is asked once, for all kinds of vectors that stages search. */
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

  /** The vector of each text by an embedder; `undefined` for an embedder of no hybrid model. */
  vectors(embedder: AnyEmbedder, signal: AbortSignal | undefined): Promise<StoreVector[]> | undefined {
    const part = partOf(embedder);
    return part && this.#pass(part.hybrid, signal).then((all) => all.map((embedding) => embedding[part.kind]!));
  }

  /** The vector of each text and those of its tokens; `undefined` for an embedder of no hybrid model. */
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

/** The hybrid model that an embedder belongs to, and the kind of vectors that it gives. */
function partOf(embedder: AnyEmbedder): { readonly hybrid: HybridEmbedder; readonly kind: HybridKind } | undefined {
  const { hybrid } = embedder as Partial<HybridPart>;
  if (hybrid === undefined) return undefined;
  const kind = allKinds.find((one) => hybrid[one] === embedder);
  return kind && { hybrid, kind };
}
