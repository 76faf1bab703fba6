import type { ProgressListener } from '@x/core';
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';

/** The two models of a search; disposing disposes both. */
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

/** Loads both models side by side; when one fails the other is freed. */
export async function loadModels({ embedder, reranker, offline, onProgress }: LoadModelsOptions): Promise<Models> {
  // The model packages are this program's own dependencies, wherever it is started from.
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
