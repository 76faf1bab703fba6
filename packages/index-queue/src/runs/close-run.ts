import type { QueuePort } from '../queue/queue-port.ts';
import { runJobId, runOf } from './unit-ids.ts';

const closeName = 'close';

/**
 * Asks the workers to close a run. Units of earlier runs that start after {@link isClosed} returns true write nothing. Closing a run again changes
 * nothing.
 *
 * The mark is a job in the queue of the jobs that finish runs: a unit asks for the completed jobs of that queue. A worker completes the mark immediately.
 */
export async function closeRun({ finishes }: QueuePort, runId: number): Promise<void> {
  const id = runJobId(runId, closeName);
  await finishes.add([{ id, json: '{}' }]);
  // A job fails when too many workers are lost during it.
  await finishes.retry(id);
}

/** Returns whether a run is closed. */
export async function isClosed({ finishes }: QueuePort, runId: number): Promise<boolean> {
  return (await finishes.find(runJobId(runId, closeName)))?.state === 'completed';
}

/** Returns whether a job is the mark of a closed run. */
export function isCloseJob(id: string): boolean {
  return id === runJobId(runOf(id), closeName);
}
