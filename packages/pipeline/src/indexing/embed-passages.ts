import type { StoreVector, TokenEmbedding } from '@x/core';

import type { CallWatch } from '../events.ts';
import { HybridPasses } from '../stages/hybrid-passes.ts';
import type { SearchedVector } from '../stages/searched-vectors.ts';
import type { AnyEmbedder } from '../stages/stage.ts';
import type { Passage } from './plan-documents.ts';

/** Options of {@link embedPassages}. */
export interface EmbedPassagesOptions {
  readonly watch: CallWatch;
  readonly signal: AbortSignal | undefined;
}

/**
 * The vectors of passages, one column for each vector of the store. What a model gives in one pass is asked of it once.
 *
 * @throws {PipelineStageError} with the stage `embed`.
 */
export async function embedPassages<Payload extends object>(
  passages: readonly Passage<Payload>[],
  vectors: readonly SearchedVector[],
  { watch, signal }: EmbedPassagesOptions,
): Promise<StoreVector[][]> {
  const texts = passages.map(({ text }) => text);
  const call = signal === undefined ? {} : { signal };
  const embed = (): Promise<StoreVector[][]> => {
    const passes = new HybridPasses(vectors, (hybrid, options) => hybrid.passageEmbed(texts, options));
    // A text's vector and its token vectors come from one pass of the model.
    const withTokens = new Map<AnyEmbedder, Promise<TokenEmbedding[]>>();
    for (const { embedder, isOfTokens } of vectors) {
      if (!isOfTokens) continue;
      withTokens.set(embedder, passes.tokens(embedder, signal) ?? embedder.passageEmbedWithTokens(texts, call));
    }
    const columnOf = async ({ embedder, isOfTokens }: SearchedVector): Promise<StoreVector[]> => {
      const embeddings = await withTokens.get(embedder);
      if (embeddings === undefined) return passes.vectors(embedder, signal) ?? embedder.passageEmbed(texts, call);
      return embeddings.map(({ vector, tokenVectors }) => (isOfTokens ? tokenVectors : vector));
    };
    return Promise.all(vectors.map(columnOf));
  };
  return watch.stage('embed', embed, signal);
}
