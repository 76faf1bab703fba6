import { untilAborted } from '@x/core';

/** The last work item of each key in this process. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after all earlier work for `key` in this process has settled. It does not poll.
 *
 * When the signal aborts while the work is queued, it rejects immediately with the signal's reason. Work that has started is not interrupted.
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
