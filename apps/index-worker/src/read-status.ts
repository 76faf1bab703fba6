import { type IndexQueue, type RunStatus, watchRun } from '@x/index-queue';

/** How far a run is now. */
export async function readStatus(queue: IndexQueue, runId: number): Promise<RunStatus> {
  const watching = watchRun(queue, { runId });
  const { value } = await watching.next();
  await watching.return();
  return value as RunStatus;
}
