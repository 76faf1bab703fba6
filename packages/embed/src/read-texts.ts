import { followSignal, onAbort, readUntilAborted } from '@x/core';

/** Options of {@link readTexts}. */
export interface ReadTextsOptions {
  readonly signal: AbortSignal | undefined;
  /** Aborts with a `DisposedError` when the model is disposed of. */
  readonly disposal: AbortSignal;
}

/**
 * Yields the texts of a source. An abort rejects at once with the signal's reason, even during a pending read, and closes the source without
 * waiting.
 */
export async function* readTexts(
  texts: Iterable<string> | AsyncIterable<string>,
  { signal, disposal }: ReadTextsOptions,
): AsyncGenerator<string, void, undefined> {
  using either = followSignal(disposal);
  using _ = onAbort(signal, (reason) => either.abort(reason));
  yield* readUntilAborted(texts, either.signal);
}
