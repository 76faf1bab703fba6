import { findNewestRun, type IndexQueue, openIndexQueue } from '@x/index-queue';

import type { QueueArguments } from './arguments/program-arguments.ts';
import { ProgramError } from './program-error.ts';

/** Opens the queue that was named. What goes wrong between calls later on is told once, however often it happens in a row. */
export async function openQueue(
  { queueUrl, name }: QueueArguments,
  tell: (message: string) => void,
): Promise<IndexQueue> {
  const tellError = onceInARow((message) => tell(`The queue "${name}": ${message}`));
  let isOpen = false;
  // Why it cannot be opened is in the error that is thrown.
  const queue = await openIndexQueue({
    name,
    url: queueUrl,
    onError: (error) => (isOpen ? tellError(error) : undefined),
  });
  isOpen = true;
  return queue;
}

/** Tells the message of an error, unless the one before said the same. */
export function onceInARow(tell: (message: string) => void): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== last) tell(message);
    last = message;
  };
}

/** A run that was named, or the newest. */
export async function requireRun(queue: IndexQueue, runId: number | undefined): Promise<number> {
  const found = runId ?? (await findNewestRun(queue));
  if (found !== undefined) return found;
  throw new ProgramError(`No run of "${queue.name}" is known: begin one with x-index-queue enqueue.`);
}
