import type { JobQueue, QueuePort } from '../queue/queue-port.ts';
import { runJobId, runOf } from './unit-ids.ts';

/** The progress of enqueueing a run. */
export interface EnqueueRecord {
  /** Whether the source has ended. */
  readonly isWhole: boolean;
  readonly units: number;
  readonly items: number;
  /** A digest of each added group of units, in order. A repeated call does not add these groups again. */
  readonly groups: readonly string[];
  /** Items of the units, without those of a unit that was counted before: at least so many items must be done. Absent in records of earlier versions. */
  readonly distinctItems?: number;
  /** Items that were done before the units were lost and added again, and that must be done again. */
  readonly doneBefore?: number;
}

/** What the latest call of `finishRun` asked for. */
export interface FinishRequest {
  readonly removeVanished: boolean;
  /** Whether a run without items or documents may remove documents. */
  readonly allowEmpty: boolean;
}

/** The work of one worker for a run. */
export interface WorkerRecord {
  readonly worker: string;
  readonly units: number;
  readonly items: number;
  /** Documents of those items. */
  readonly documents: number;
  readonly indexed: number;
  readonly unchanged: number;
  readonly superseded: number;
  /** Items of units that were skipped because a later run is finished. They are also counted as superseded documents. Absent in records of earlier versions. */
  readonly skipped?: number;
  readonly rejected: number;
  readonly passages: number;
  /** The latest units, to compute rates: end time, items and documents of each. */
  readonly recent: readonly (readonly [endedAt: number, items: number, documents: number])[];
  /** The time at which the worker started its first unit of the run. */
  readonly startedAt: number;
}

const enqueueName = 'enqueue';
const requestName = 'finish';
const workerPrefix = 'worker-';
const rememberedRuns = 10;

/** Reads the progress of enqueueing a run. */
export async function readEnqueueRecord(port: QueuePort, runId: number): Promise<EnqueueRecord | undefined> {
  const job = await port.records.find(runJobId(runId, enqueueName));
  return job && (JSON.parse(job.json) as EnqueueRecord);
}

/** Adds the first record of enqueueing a run. */
export async function addEnqueueRecord(port: QueuePort, runId: number, record: EnqueueRecord): Promise<void> {
  await writeRecord(port, runJobId(runId, enqueueName), record);
}

/** Replaces the progress of enqueueing a run. Returns false when the database has lost it. */
export async function replaceEnqueueRecord(port: QueuePort, runId: number, record: EnqueueRecord): Promise<boolean> {
  return port.records.replace({ id: runJobId(runId, enqueueName), json: JSON.stringify(record) });
}

/** Reads how to finish a run. */
export async function readFinishRequest(port: QueuePort, runId: number): Promise<FinishRequest | undefined> {
  const job = await port.records.find(runJobId(runId, requestName));
  return job && (JSON.parse(job.json) as FinishRequest);
}

/** Writes how to finish a run. */
export async function writeFinishRequest(port: QueuePort, runId: number, request: FinishRequest): Promise<void> {
  await writeRecord(port, runJobId(runId, requestName), request);
}

/** Writes the record of a worker. `workerKey` must be unique to the worker. */
export async function writeWorkerRecord(
  port: QueuePort,
  { runId, workerKey, record }: { readonly runId: number; readonly workerKey: string; readonly record: WorkerRecord },
): Promise<void> {
  await writeRecord(port, runJobId(runId, workerPrefix + workerKey), record);
}

/** Reads the records of all workers of a run. */
export async function readWorkerRecords(port: QueuePort, runId: number): Promise<readonly WorkerRecord[]> {
  const ids = await port.records.unfinishedIds();
  const own = ids.filter((id) => id.startsWith(runJobId(runId, workerPrefix)));
  const jobs = await Promise.all(own.map(async (id) => port.records.find(id)));
  return jobs.flatMap((job) => (job === undefined ? [] : [JSON.parse(job.json) as WorkerRecord]));
}

/** Returns the largest id of the recorded runs whose enqueueing has started. */
export async function newestEnqueuedRun(port: QueuePort): Promise<number | undefined> {
  const runs = (await port.records.unfinishedIds()).filter((id) => id === runJobId(runOf(id), enqueueName)).map(runOf);
  return runs.length === 0 ? undefined : Math.max(...runs);
}

/** Returns the largest id of the runs that are closed or finished, or -1. Units of earlier runs write nothing. See `closeRun`. */
export async function newestFinishedRun(port: QueuePort): Promise<number> {
  // The marks of closed runs are completed jobs of the same queue, so one request answers for both.
  return Math.max(-1, ...(await port.finishes.finishedIds('completed')).map(runOf));
}

/** Removes the failed units of runs before this finished run, and the records of much older runs. */
export async function forgetOlderRuns(
  port: QueuePort,
  { runId, signal }: { readonly runId: number; readonly signal: AbortSignal },
): Promise<void> {
  const removeBefore = async (queue: JobQueue, oldest: number, ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      signal.throwIfAborted();
      if (runOf(id) < oldest) await queue.remove(id);
    }
  };
  await removeBefore(port.units, runId, await port.units.finishedIds('failed'));
  for (const queue of [port.records, port.rejected]) {
    const ids = await queue.unfinishedIds();
    const runs = Array.from(new Set(ids.map(runOf))).toSorted((a, b) => b - a);
    const oldest = runs.filter((run) => run <= runId)[rememberedRuns - 1] ?? Number.NEGATIVE_INFINITY;
    await removeBefore(queue, oldest, ids);
  }
}

async function writeRecord(port: QueuePort, id: string, record: object): Promise<void> {
  const job = { id, json: JSON.stringify(record) };
  if (await port.records.replace(job)) return;
  await port.records.add([job]);
  // Another program may have added its own record in the meantime.
  await port.records.replace(job);
}
