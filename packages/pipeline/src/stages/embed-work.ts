import type { PipelineWork } from '../events.ts';

/** What an event tells of an embedder's work. */
export function embedWork(
  embedder: { readonly modelName: string; readonly dimension?: number },
  texts: number,
): PipelineWork {
  return { type: 'embed', model: embedder.modelName, dimension: embedder.dimension, texts };
}
