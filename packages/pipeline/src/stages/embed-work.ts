import type { PipelineWork } from '../events.ts';

/** Returns an embedder's work as events report it. */
export function embedWork(
  embedder: { readonly modelName: string; readonly dimension?: number },
  texts: number,
): PipelineWork {
  return { type: 'embed', model: embedder.modelName, dimension: embedder.dimension, texts };
}
