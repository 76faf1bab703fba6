import type { StoreVector, TokenEmbedder, TokenEmbedding } from '@x/core';

import type { CallWatch } from '../events.ts';
import type { AnyEmbedder } from '../stages/stage.ts';

/** The vectors of one query. Each is made once, however many stages ask for it. */
export class QueryVectors {
  readonly #query: string;
  readonly #watch: CallWatch;
  readonly #tokenEmbedder: TokenEmbedder | undefined;
  readonly #known = new Map<AnyEmbedder, Promise<StoreVector>>();
  #tokens: Promise<TokenEmbedding> | undefined;
  #weights: Promise<readonly number[]> | undefined;

  /** With a `tokenEmbedder`, its vector of the query comes from the pass that gives the token vectors. */
  constructor(query: string, tokenEmbedder: TokenEmbedder | undefined, watch: CallWatch) {
    this.#query = query;
    this.#tokenEmbedder = tokenEmbedder;
    this.#watch = watch;
  }

  /** The query's vector by an embedder. @throws {PipelineStageError} with the stage `embed`. */
  of(embedder: AnyEmbedder, signal: AbortSignal | undefined): Promise<StoreVector> {
    const known = this.#known.get(embedder);
    if (known !== undefined) return known;
    const call = signal === undefined ? {} : { signal };
    const made =
      embedder === this.#tokenEmbedder
        ? this.tokens(signal).then(({ vector }): StoreVector => vector)
        : this.#watch.stage('embed', async (): Promise<StoreVector> => embedder.queryEmbed(this.#query, call), signal);
    this.#known.set(embedder, made);
    return made;
  }

  /** The query's vector and token vectors by the token embedder. @throws {PipelineStageError} with the stage `embed`. */
  tokens(signal: AbortSignal | undefined): Promise<TokenEmbedding> {
    const call = signal === undefined ? {} : { signal };
    this.#tokens ??= this.#watch.stage(
      'embed',
      async () => this.#tokenEmbedder!.queryEmbedWithTokens(this.#query, call),
      signal,
    );
    return this.#tokens;
  }

  /** What each token of the query counts; `weigh` is called once. */
  weights(weigh: () => Promise<readonly number[]>): Promise<readonly number[]> {
    this.#weights ??= weigh();
    return this.#weights;
  }
}
