import { ProgramError } from '@x/core/program';
import { untilAborted } from '@x/core';
import { findNewestRun, hasRun, type IndexQueue, openIndexQueue } from '@x/index-queue';

import type { QueueArguments } from './arguments/program-arguments.ts';

/** Opens the named queue. Reports later errors between calls to `tell`, but a repeated message only once. */
export async function openQueue(
  { queueUrl, name }: QueueArguments,
  tell: (message: string) => void,
): Promise<IndexQueue> {
  const tellError = onceInARow((message) => tell(`The queue "${name}": ${message}`));
  let isOpen = false;
  // Until the queue is open, the thrown error contains the reason.
  const queue = await openIndexQueue({
    name,
    url: queueUrl,
    onError: (error) => (isOpen ? tellError(error) : undefined),
  });
  isOpen = true;
  return queue;
}

/** Returns a listener that reports the message of an error unless the previous error had the same message. */
export function onceInARow(tell: (message: string) => void): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== last) tell(message);
    last = message;
  };
}

/** Returns the given run, or the newest one. @throws {ProgramError} when the queue has no such run. */
export async function requireRun(
  queue: IndexQueue,
  { runId, signal }: { readonly runId: number | undefined; readonly signal: AbortSignal },
): Promise<number> {
  if (runId !== undefined && (await untilAborted(hasRun(queue, runId), signal))) return runId;
  const newest = await untilAborted(findNewestRun(queue), signal);
  if (runId === undefined && newest !== undefined) return newest;
  if (newest !== undefined)
    throw new ProgramError(`The queue "${queue.name}" has no run ${runId}: the newest run is ${newest}.`);
  throw new ProgramError(`The queue "${queue.name}" has no run: start one with x-index-queue enqueue.`);
}
