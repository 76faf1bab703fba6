/** The last piece of work for each key, in this process. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after all earlier work for `key` in this process has ended, however it ended; nobody polls.
 *
 * Rejects with the signal's reason at once when it is aborted in the queue. The listener stays on `signal`, which must therefore be
 * one that ends with the call, see `withOwnSignal`.
 */
export async function inTurn<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const before = queues.get(key) ?? Promise.resolve();
  let isWaiting = true;
  const turn = before.then(() => {
    isWaiting = false;
    signal.throwIfAborted();
    return work();
  });
  const settled = turn.catch(() => undefined);
  queues.set(key, settled);
  void settled.then(() => queues.get(key) === settled && queues.delete(key));
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => isWaiting && reject(signal.reason as Error), { once: true });
  });
  return Promise.race([turn, aborted]);
}
