import type { IndexingPipeline } from '../indexing-pipeline.ts';
import type { Clock, JobHandler, QueuePort } from '../queue/queue-port.ts';
import { judgeError } from '../failures/judge-error.ts';
import { closeRun, isClosed, isCloseJob } from './close-run.ts';
import { forgetOlderRuns, readEnqueueRecord, readWorkerRecords } from './run-records.ts';
import { type RunReport, sumOfWorkers } from './run-report.ts';
import { runOf } from './unit-ids.ts';

/** The job that finishes a run. */
export interface FinishJob {
  readonly removeVanished: boolean;
  /** Whether a run without items may remove documents. */
  readonly allowEmpty: boolean;
  /** Whether the failed units of the run were retried. */
  readonly isRetried: boolean;
}

const emptyRun =
  'it has no items, and would remove every document. Check its source, or set allowEmpty to true (--allow-empty of x-index-queue).';

/** Options of {@link finishRunWith}. */
export interface FinishParts {
  readonly port: QueuePort;
  readonly clock: Clock;
  readonly pipeline: Pick<IndexingPipeline, 'removeVanished'>;
  /** Milliseconds between two checks of a run that has units left. */
  readonly pollMs: number;
  readonly pauseMs: number;
}

/**
 * Creates the handler of the jobs that finish runs. A job is delayed while its run or an earlier run has work left, so it occupies no worker while it waits.
 *
 * Documents are removed only when no unit of the run has failed, because the documents of a failed unit may still exist in the corpus. They are removed
 * after the run is closed and the units that had begun before have ended, because a unit of an earlier run could bring a removed document back.
 */
export function finishRunWith(parts: FinishParts): JobHandler {
  const { port, pollMs } = parts;
  return async ({ id, json }, { signal }) => {
    if (isCloseJob(id)) return { kind: 'done', result: {} };
    const runId = runOf(id);
    // Read before the units: if the run is closed by now, each unit that starts later finds it closed.
    const wasClosed = await isClosed(port, runId);
    const job = JSON.parse(json) as FinishJob;
    const later = { kind: 'later', ms: pollMs } as const;
    const enqueued = await readEnqueueRecord(port, runId);
    if (enqueued?.isWhole !== true || (await hasWork(port, runId))) return later;
    const failed = (await port.units.finishedIds('failed')).filter((unit) => runOf(unit) === runId);
    if (failed.length > 0 && !job.isRetried) {
      for (const unit of failed) await port.units.retry(unit);
      // Recorded after the retries: if it were recorded first and this worker were lost in between, the units would not be retried.
      await port.finishes.replace({ id, json: JSON.stringify({ ...job, isRetried: true }) });
      return later;
    }
    const removes = failed.length === 0 && job.removeVanished;
    if (removes && enqueued.items === 0 && !job.allowEmpty) return { kind: 'dead', reason: emptyRun };
    if (removes && !wasClosed) {
      await closeRun(port, runId);
      return later;
    }
    try {
      const removed = removes ? await parts.pipeline.removeVanished({ runId, signal }) : 0;
      const done = sumOfWorkers(await readWorkerRecords(port, runId));
      await forgetOlderRuns(port, runId);
      const { items, units } = enqueued;
      const report: RunReport = { runId, units, items, ...done, removed, failedUnits: failed.length };
      return { kind: 'done', result: report };
    } catch (error) {
      signal.throwIfAborted();
      const outcome = judgeError(error, parts.pauseMs);
      return outcome.kind === 'pause' ? { kind: 'later', ms: outcome.ms } : outcome;
    }
  };
}

/** Returns true while units of the run or of an earlier run are unfinished. */
async function hasWork(port: QueuePort, runId: number): Promise<boolean> {
  const { waiting, delayed, active } = await port.units.counts();
  if (waiting + delayed + active === 0) return false;
  return (await port.units.unfinishedIds()).some((id) => runOf(id) <= runId);
}
