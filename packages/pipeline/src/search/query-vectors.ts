import { requireEmbedding, type StoreVector, type TokenEmbedding } from '@x/core';

import type { CallWatch, UsageOption } from '../events.ts';
import { embedWork } from '../stages/embed-work.ts';
import { HybridPasses } from '../stages/hybrid-passes.ts';
import type { SearchedVector } from '../stages/searched-vectors.ts';
import type { AnyEmbedder } from '../stages/stage.ts';

/** The vectors of one query. Each is computed once, even if several stages need it. */
export class QueryVectors {
  readonly #query: string;
  readonly #watch: CallWatch;
  readonly #byTokens: (SearchedVector & { readonly isOfTokens: true }) | undefined;
  readonly #passes: HybridPasses;
  readonly #known = new Map<AnyEmbedder, Promise<StoreVector>>();
  #tokens: Promise<TokenEmbedding> | undefined;
  #weights: Promise<readonly number[]> | undefined;

  /** Computes the vectors of a hybrid model in one pass; `vectors` lists those that stages search. */
  constructor(query: string, vectors: readonly SearchedVector[], watch: CallWatch) {
    this.#query = query;
    this.#byTokens = vectors.find((vector) => vector.isOfTokens);
    this.#watch = watch;
    this.#passes = new HybridPasses(vectors, (hybrid, options) => {
      const embed = async (usage: UsageOption) => [
        requireEmbedding(hybrid, await hybrid.queryEmbed(query, { ...options, ...usage })),
      ];
      return watch.stage('embed', embed, options.signal, embedWork(hybrid, 1));
    });
  }

  /** Returns the query's vector from an embedder. @throws {PipelineStageError} with the stage `embed`. */
  of(embedder: AnyEmbedder, signal: AbortSignal | undefined): Promise<StoreVector> {
    const known = this.#known.get(embedder) ?? this.#make(embedder, signal);
    this.#known.set(embedder, known);
    return known;
  }

  /**
   * Returns the query's vector and token vectors from the embedder of tokens. @throws {PipelineStageError} with the stage
   * `embed`.
   */
  tokens(signal: AbortSignal | undefined): Promise<TokenEmbedding> {
    this.#tokens ??= this.#makeTokens(signal);
    return this.#tokens;
  }

  /** Returns the weight of each query token; `weigh` is called once. */
  weights(weigh: () => Promise<readonly number[]>): Promise<readonly number[]> {
    this.#weights ??= weigh();
    return this.#weights;
  }

  #make(embedder: AnyEmbedder, signal: AbortSignal | undefined): Promise<StoreVector> {
    const ofPass = this.#passes.vectors(embedder, signal);
    if (ofPass !== undefined) return ofPass.then(([vector]) => vector!);
    if (embedder === this.#byTokens?.embedder) return this.tokens(signal).then(({ vector }) => vector);
    const call = signal === undefined ? {} : { signal };
    const embed = async (usage: UsageOption): Promise<StoreVector> =>
      requireEmbedding(embedder, await embedder.queryEmbed(this.#query, { ...call, ...usage }));
    return this.#watch.stage('embed', embed, signal, embedWork(embedder, 1));
  }

  #makeTokens(signal: AbortSignal | undefined): Promise<TokenEmbedding> {
    const { embedder } = this.#byTokens!;
    const ofPass = this.#passes.tokens(embedder, signal);
    if (ofPass !== undefined) return ofPass.then(([embedding]) => embedding!);
    const call = signal === undefined ? {} : { signal };
    const embed = async (usage: UsageOption) =>
      requireEmbedding(embedder, await embedder.queryEmbedWithTokens(this.#query, { ...call, ...usage }));
    return this.#watch.stage('embed', embed, signal, embedWork(embedder, 1));
  }
}
