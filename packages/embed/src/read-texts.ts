import { followSignal, onAbort, readUntilAborted } from '@x/core';

/** Options of {@link readTexts}. */
export interface ReadTextsOptions {
  readonly signal: AbortSignal | undefined;
  /** Aborts with a `DisposedError` when the model is disposed of. */
  readonly disposal: AbortSignal;
}

/**
 * Yields the texts of a source. When a signal aborts, it rejects at once with the signal's reason, even while the source lets it wait; the source
 * is then closed, without waiting for it.
 */
export async function* readTexts(
  texts: Iterable<string> | AsyncIterable<string>,
  { signal, disposal }: ReadTextsOptions,
): AsyncGenerator<string, void, undefined> {
  using either = followSignal(disposal);
  using _ = onAbort(signal, (reason) => either.abort(reason));
  yield* readUntilAborted(texts, either.signal);
}
