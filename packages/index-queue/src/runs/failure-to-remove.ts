import type { JobOutcome, QueuePort } from '../queue/queue-port.ts';
import { type EnqueueRecord, newestFinishedRun, readWorkerRecords, replaceEnqueueRecord } from './run-records.ts';
import { sumOfWorkers } from './run-report.ts';
import { readUnitId, runOf } from './unit-ids.ts';

const orAllow = 'or set allowEmpty to true (--allow-empty of x-index-queue).';
const emptyProblem = (items: number): string => (items === 0 ? 'it has no items' : 'its items have no documents');
const lostUnits = (done: number, items: number): string =>
  `only ${done} of its ${items} items were done, so the database has probably lost data. Nothing was removed. Enqueue the documents again with the same runId or a larger one, then finish the run.`;
const emptyRun = `and would remove every document. Check its source, ${orAllow}`;
const noDocuments = `and it would remove every document. Check what the option read of createIndexWorker returns, ${orAllow}`;

/** Returns the failure of a run that would remove documents that its source may contain, or undefined. No unit of the run is left when this is called. */
export async function failureToRemove(
  port: QueuePort,
  { runId, enqueued, allowEmpty }: { runId: number; enqueued: EnqueueRecord; allowEmpty: boolean },
): Promise<JobOutcome | undefined> {
  const records = await readWorkerRecords(port, runId);
  const sum = (name: 'items' | 'skipped'): number => records.reduce((total, record) => total + (record[name] ?? 0), 0);
  const { items, distinctItems = 0, doneBefore = 0 } = enqueued;
  const skipped = sum('skipped');
  const everDone = sum('items') - skipped;
  const done = Math.max(0, everDone - doneBefore);
  const isEmpty = !allowEmpty && (items === 0 || sumOfWorkers(records).documents === 0);
  if (skipped > 0 || done < distinctItems || isEmpty) {
    const problem = isEmpty && skipped === 0 ? emptyProblem(items) : 'units of it were skipped';
    const overtaken = await failureOfOvertaken(port, { runId, problem });
    if (overtaken !== undefined) return overtaken;
  }
  if (done < distinctItems) {
    await forgetGroups(port, { runId, enqueued, everDone });
    return { kind: 'dead', reason: lostUnits(done, distinctItems) };
  }
  if (!isEmpty) return undefined;
  return { kind: 'dead', reason: `${emptyProblem(items)}, ${items === 0 ? emptyRun : noDocuments}` };
}

/** Lets a repeated call of `enqueueDocuments` add all units again: nothing tells which of them were lost. */
async function forgetGroups(
  port: QueuePort,
  { runId, enqueued, everDone }: { runId: number; enqueued: EnqueueRecord; everDone: number },
): Promise<void> {
  // Completed units that the queue keeps are not added again.
  const kept = (await port.units.finishedIds('completed')).filter((id) => runOf(id) === runId);
  const keptItems = kept.reduce((sum, id) => sum + readUnitId(id).items, 0);
  const record = { ...enqueued, groups: [], doneBefore: Math.max(0, everDone - keptItems) };
  await replaceEnqueueRecord(port, runId, record);
}

/** Returns the failure of a run that cannot be finished because a later run is, or undefined. */
export async function failureOfOvertaken(
  port: QueuePort,
  { runId, problem }: { runId: number; problem: string },
): Promise<JobOutcome | undefined> {
  const newest = await newestFinishedRun(port);
  if (newest <= runId) return undefined;
  const reason = `${problem}, and the later run ${newest} is finished or removes documents. Finish that run instead.`;
  return { kind: 'dead', reason };
}
