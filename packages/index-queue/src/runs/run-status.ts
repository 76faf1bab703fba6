import type { IndexQueue } from '../index-queue.ts';
import type { JobCounts } from '../queue/queue-port.ts';
import { readEnqueueRecord, readWorkerRecords, type WorkerRecord } from './run-records.ts';
import { type DocumentCounts, type RunReport, sumOfWorkers, toRunReport } from './run-report.ts';
import { readUnitId, finishJobId, runOf } from './unit-ids.ts';

/** The status of a run at one moment. */
export interface RunStatus extends DocumentCounts {
  readonly runId: number;
  /** `enqueueing` until the source has ended, then `indexing` until the run is finished; `failed` when it could not be finished. */
  readonly state: 'enqueueing' | 'indexing' | 'finished' | 'failed';
  /** Progress of the units enqueued so far. Units that are neither done nor failed are waiting, delayed or active. */
  readonly units: Progress;
  readonly items: Progress;
  /** The units of all runs by state. */
  readonly queue: JobCounts;
  /** Rate of all workers together, over at most the last minute. */
  readonly documentsPerSecond: number;
  readonly workers: readonly WorkerStatus[];
  /** Remaining milliseconds at the current rate; absent while unknown. */
  readonly remainingMs?: number;
  /** The report of the run when it is finished. */
  readonly report?: RunReport;
}

/** The total number, and how many of them have ended. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** The status of a worker in a run, or of all workers with its name. */
export interface WorkerStatus {
  readonly name: string;
  readonly documents: number;
  /** 0 when the worker has completed no unit for a minute. */
  readonly documentsPerSecond: number;
}

const windowMs = 60_000;

/** Reads the status of a run. */
export async function readRunStatus({ port, clock }: IndexQueue, runId: number): Promise<RunStatus> {
  const [enqueued, records, finish, queue, unfinished, failedIds] = await Promise.all([
    readEnqueueRecord(port, runId),
    readWorkerRecords(port, runId),
    port.finishes.find(finishJobId(runId)),
    port.units.counts(),
    port.units.unfinishedIds(),
    port.units.finishedIds('failed'),
  ]);
  const ofRun = (ids: readonly string[]): Sizes => sizesOf(ids.filter((id) => runOf(id) === runId));
  const [left, failed] = [ofRun(unfinished), ofRun(failedIds)];
  const progress = (name: keyof Sizes): Progress => {
    const total = enqueued?.[name] ?? 0;
    return { total, done: Math.max(0, total - left[name] - failed[name]), failed: failed[name] };
  };
  const rates = records.map((record) => rateOf(record, clock.now()));
  const itemsPerSecond = rates.reduce((sum, { items }) => sum + items, 0);
  const isWhole = enqueued?.isWhole === true;
  const isKnown = isWhole && itemsPerSecond > 0;
  const report = finish?.state === 'completed' ? toRunReport(finish.result as RunReport) : undefined;
  return {
    runId,
    state: stateOf({ isWhole, finish: finish?.state }),
    units: progress('units'),
    items: progress('items'),
    ...sumOfWorkers(records),
    queue,
    documentsPerSecond: rates.reduce((sum, { documents }) => sum + documents, 0),
    workers: mergedByName(
      records.map(({ worker, documents }, index) => ({
        name: worker,
        documents,
        documentsPerSecond: rates[index]!.documents,
      })),
    ),
    ...(isKnown && { remainingMs: Math.round((left.items / itemsPerSecond) * 1000) }),
    ...(report !== undefined && { report }),
  };
}

/** Merges the workers of one name. A container that restarts has the same host name and process id again, and begins a new record. */
function mergedByName(workers: readonly WorkerStatus[]): readonly WorkerStatus[] {
  const merged = new Map<string, WorkerStatus>();
  for (const { name, ...worker } of workers) {
    const { documents, documentsPerSecond } = merged.get(name) ?? { documents: 0, documentsPerSecond: 0 };
    merged.set(name, {
      name,
      documents: documents + worker.documents,
      documentsPerSecond: documentsPerSecond + worker.documentsPerSecond,
    });
  }
  return Array.from(merged.values());
}

function stateOf({ isWhole, finish }: { isWhole: boolean; finish: string | undefined }): RunStatus['state'] {
  if (finish === 'completed') return 'finished';
  if (finish === 'failed') return 'failed';
  return isWhole ? 'indexing' : 'enqueueing';
}

interface Sizes {
  readonly units: number;
  readonly items: number;
}

function sizesOf(ids: readonly string[]): Sizes {
  return { units: ids.length, items: ids.reduce((sum, id) => sum + readUnitId(id).items, 0) };
}

/** Returns the rate of a worker over the last minute, or since its start or its oldest recorded unit if that is later. */
function rateOf({ recent, startedAt }: WorkerRecord, now: number): { items: number; documents: number } {
  const units = recent.filter(([endedAt]) => endedAt > now - windowMs);
  if (units.length === 0) return { items: 0, documents: 0 };
  // When older units of this minute were dropped from the list, the start of the first unit is unknown. Its end starts the period, and it is not counted.
  const isCut = units.length === recent.length && units.length > 1 && recent[0]![0] - startedAt > windowMs;
  const since = isCut ? units[0]![0] : Math.max(startedAt, now - windowMs);
  const counted = isCut ? units.slice(1) : units;
  const seconds = Math.max(now - since, 1) / 1000;
  const perSecond = (place: 1 | 2): number => counted.reduce((sum, unit) => sum + unit[place], 0) / seconds;
  return { items: perSecond(1), documents: perSecond(2) };
}
