import { callListener, type ProgressListener } from '@x/core';

/** Options of {@link embedList}. */
export interface EmbedListOptions {
  /** Name of the model, for progress events. */
  readonly subject: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** Returns the results of a list of documents, in input order, and reports each finished one. An empty list does not call `embed`. */
export async function embedList<Result>(
  documents: readonly string[],
  { subject, signal, onProgress }: EmbedListOptions,
  embed: () => AsyncIterable<Result>,
): Promise<Result[]> {
  signal?.throwIfAborted();
  const results: Result[] = [];
  if (documents.length === 0) return results;
  const progress = { phase: 'embed', subject, total: documents.length, unit: 'items' } as const;
  callListener(onProgress, { ...progress, completed: 0 });
  for await (const result of embed()) {
    results.push(result);
    callListener(onProgress, { ...progress, completed: results.length });
  }
  return results;
}
