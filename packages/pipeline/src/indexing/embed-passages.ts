import { allOrNone, type HybridEmbedder, requireEmbeddings, type StoreVector, type TokenEmbedding } from '@x/core';

import type { CallWatch, UsageOption } from '../events.ts';
import { embedWork } from '../stages/embed-work.ts';
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
 * Returns the vectors of passages, one column per vector of the store. A model that can return several vectors in one
 * pass is called once. The first failure ends the other models.
 *
 * @throws {PipelineStageError} with the stage `embed`.
 */
export async function embedPassages<Payload extends object>(
  passages: readonly Passage<Payload>[],
  vectors: readonly SearchedVector[],
  { watch, signal }: EmbedPassagesOptions,
): Promise<StoreVector[][]> {
  const texts = passages.map(({ text }) => text);
  return allOrNone(signal, (stop) => startColumns(texts, vectors, watch, stop));
}

function startColumns(
  texts: readonly string[],
  vectors: readonly SearchedVector[],
  watch: CallWatch,
  signal: AbortSignal,
): Promise<StoreVector[]>[] {
  const watched = <T>(
    embedder: AnyEmbedder | HybridEmbedder,
    embed: (usage: UsageOption) => Promise<readonly T[]>,
  ): Promise<T[]> => {
    const checked = async (usage: UsageOption) => requireEmbeddings(embedder, await embed(usage), texts.length);
    return watch.stage('embed', checked, signal, embedWork(embedder, texts.length));
  };
  const passes = new HybridPasses(vectors, (hybrid, options) =>
    watched(hybrid, (usage) => hybrid.passageEmbed(texts, { ...options, ...usage })),
  );
  // One pass of the model returns both a text's vector and its token vectors.
  const withTokens = new Map<AnyEmbedder, Promise<TokenEmbedding[]>>();
  for (const { embedder, isOfTokens } of vectors) {
    if (!isOfTokens) continue;
    const embed = (usage: UsageOption) => embedder.passageEmbedWithTokens(texts, { signal, ...usage });
    withTokens.set(embedder, passes.tokens(embedder, signal) ?? watched(embedder, embed));
  }
  const columnOf = async ({ embedder, isOfTokens }: SearchedVector): Promise<StoreVector[]> => {
    const embeddings = await withTokens.get(embedder);
    if (embeddings !== undefined)
      return embeddings.map(({ vector, tokenVectors }) => (isOfTokens ? tokenVectors : vector));
    const embed = async (usage: UsageOption): Promise<readonly StoreVector[]> =>
      embedder.passageEmbed(texts, { signal, ...usage });
    return passes.vectors(embedder, signal) ?? watched(embedder, embed);
  };
  return vectors.map(columnOf);
}
