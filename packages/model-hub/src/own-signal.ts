/**
 * Runs `work` with a signal of its own that follows `signal`, and takes the listener off when it ends.
 *
 * `fetch` leaves its listener on the signal it is given until garbage is collected; a signal that lives as long as a program would
 * gather one per request.
 */
export async function withOwnSignal<T>(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const follow = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', follow, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    signal?.removeEventListener('abort', follow);
  }
}
