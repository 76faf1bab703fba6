import type { IndexQueue } from '../index-queue.ts';
import type { JobCounts } from '../queue/queue-port.ts';
import { readEnqueueRecord, readWorkerRecords, type WorkerRecord } from './run-records.ts';
import { type DocumentCounts, type RunReport, sumOfWorkers } from './run-report.ts';
import { readUnitId, runJobId, runOf } from './unit-ids.ts';

/** How far a run is, at one moment. */
export interface RunStatus extends DocumentCounts {
  readonly runId: number;
  /** `enqueueing` until the source has ended, `indexing` until it is finished; `failed` when it could not be finished. */
  readonly state: 'enqueueing' | 'indexing' | 'finished' | 'failed';
  /** Units and items that were enqueued so far, and what became of them. The others wait or are under way. */
  readonly units: Progress;
  readonly items: Progress;
  /** Where the units of all runs stand. */
  readonly queue: JobCounts;
  /** Of all workers, over the last minute at most. */
  readonly documentsPerSecond: number;
  readonly workers: readonly WorkerStatus[];
  /** Milliseconds left at that rate; absent while it is not known. */
  readonly remainingMs?: number;
  /** What the run did, when it is finished. */
  readonly report?: RunReport;
}

/** How many there are, and how many of them have ended. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** What a worker does for a run. */
export interface WorkerStatus {
  readonly name: string;
  readonly documents: number;
  /** 0 when it has done no unit for a minute. */
  readonly documentsPerSecond: number;
}

const windowMs = 60_000;

/** How far a run is. */
export async function readRunStatus({ port, clock }: IndexQueue, runId: number): Promise<RunStatus> {
  const [enqueued, records, finish, queue, unfinished, failedIds] = await Promise.all([
    readEnqueueRecord(port, runId),
    readWorkerRecords(port, runId),
    port.finishes.find(runJobId(runId, 'finish')),
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
  const report = finish?.state === 'completed' ? (finish.result as RunReport) : undefined;
  return {
    runId,
    state: stateOf({ isWhole, finish: finish?.state }),
    units: progress('units'),
    items: progress('items'),
    ...sumOfWorkers(records),
    queue,
    documentsPerSecond: rates.reduce((sum, { documents }) => sum + documents, 0),
    workers: records.map(({ worker, documents }, index) => ({
      name: worker,
      documents,
      documentsPerSecond: rates[index]!.documents,
    })),
    ...(isKnown && { remainingMs: Math.round((left.items / itemsPerSecond) * 1000) }),
    ...(report !== undefined && { report }),
  };
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

/** What a worker did per second over the last minute, or since it began, or since the oldest unit that is remembered. */
function rateOf({ recent, startedAt }: WorkerRecord, now: number): { items: number; documents: number } {
  const units = recent.filter(([endedAt]) => endedAt > now - windowMs);
  if (units.length === 0) return { items: 0, documents: 0 };
  // Of a list that begins within the minute, the first unit began at an unknown time: it is the start, and not counted.
  const isCut = units.length === recent.length && units.length > 1 && recent[0]![0] - startedAt > windowMs;
  const since = isCut ? units[0]![0] : Math.max(startedAt, now - windowMs);
  const counted = isCut ? units.slice(1) : units;
  const seconds = Math.max(now - since, 1) / 1000;
  const perSecond = (place: 1 | 2): number => counted.reduce((sum, unit) => sum + unit[place], 0) / seconds;
  return { items: perSecond(1), documents: perSecond(2) };
}
