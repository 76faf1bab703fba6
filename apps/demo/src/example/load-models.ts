import type { ProgressListener } from '@x/core';
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';

/** The two models of a search. Disposing of this object disposes of both. */
export interface Models extends AsyncDisposable {
  readonly embedding: TextEmbedding;
  readonly reranker: TextCrossEncoder;
}

/** Options of {@link loadModels}. */
export interface LoadModelsOptions {
  readonly embedder: string;
  readonly reranker: string;
  readonly offline: boolean;
  readonly onProgress: ProgressListener;
}

/** Loads both models concurrently. If one fails, disposes of the other and rejects. */
export async function loadModels({ embedder, reranker, offline, onProgress }: LoadModelsOptions): Promise<Models> {
  // Finds the model packages, which are dependencies of this program, whatever the working directory.
  const options = { onProgress, searchFrom: [import.meta.url], ...(offline && { offline }) };
  const [first, second] = await Promise.allSettled([
    TextEmbedding.load(embedder, options),
    TextCrossEncoder.load(reranker, options),
  ]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') {
    return {
      embedding: first.value,
      reranker: second.value,
      async [Symbol.asyncDispose]() {
        await Promise.all([first.value.dispose(), second.value.dispose()]);
      },
    };
  }
  for (const outcome of [first, second]) if (outcome.status === 'fulfilled') await outcome.value.dispose();
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}
