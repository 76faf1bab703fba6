import { type IndexQueue, type RunStatus, watchRun } from '@x/index-queue';

/** Returns the current status of a run. */
export async function readStatus(queue: IndexQueue, runId: number): Promise<RunStatus> {
  const watching = watchRun(queue, { runId });
  const { value } = await watching.next();
  await watching.return();
  return value as RunStatus;
}
