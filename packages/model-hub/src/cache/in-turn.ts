import { untilAborted } from '@x/core';

/** The last piece of work for each key, in this process. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after all earlier work for `key` in this process has ended, however it ended; nobody polls.
 *
 * Rejects with the signal's reason at once when it is aborted in the queue; work that has begun is left to end by itself.
 */
export async function inTurn<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const before = queues.get(key) ?? Promise.resolve();
  const turn = before.then(() => {
    signal.throwIfAborted();
    return work();
  });
  const settled = turn.catch(() => undefined);
  queues.set(key, settled);
  void settled.then(() => queues.get(key) === settled && queues.delete(key));
  await untilAborted(before, signal);
  return turn;
}
