import { onAbort } from '@x/core';

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
  if (Symbol.asyncIterator in texts) {
    yield* readAsync(texts[Symbol.asyncIterator](), { signal, disposal });
    return;
  }
  for (const text of texts) {
    disposal.throwIfAborted();
    signal?.throwIfAborted();
    yield text;
  }
}

async function* readAsync(
  source: AsyncIterator<string>,
  { signal, disposal }: ReadTextsOptions,
): AsyncGenerator<string, void, undefined> {
  let isOpen = true;
  let interruption: { readonly reason: unknown } | undefined;
  let rejectNext: ((reason: unknown) => void) | undefined;
  const interrupt = (reason: unknown): void => {
    interruption ??= { reason };
    rejectNext?.(interruption.reason);
  };
  // One listener for all texts. Racing each text against one promise would add a reaction to that promise for every text.
  const listeners = [onAbort(disposal, interrupt), onAbort(signal, interrupt)];
  const next = (): Promise<IteratorResult<string>> =>
    new Promise((resolve, reject) => {
      if (interruption !== undefined) throw interruption.reason;
      rejectNext = reject;
      source.next().then(resolve, (error: unknown) => {
        isOpen = false;
        reject(error);
      });
    });
  try {
    for (let step = await next(); step.done !== true; step = await next()) yield step.value;
    isOpen = false;
  } finally {
    for (const listener of listeners) listener[Symbol.dispose]();
    const closing = isOpen ? Promise.resolve(source.return?.()) : undefined;
    if (interruption === undefined) await closing;
    else closing?.catch(() => {});
  }
}
