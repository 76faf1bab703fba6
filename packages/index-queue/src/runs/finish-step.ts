import type { IndexingPipeline } from '../indexing-pipeline.ts';
import type { Clock, JobHandler, QueuePort } from '../queue/queue-port.ts';
import { judgeError } from '../failures/judge-error.ts';
import { forgetOlderRuns, readEnqueueRecord, readWorkerRecords } from './run-records.ts';
import { type RunReport, sumOfWorkers } from './run-report.ts';
import { runOf } from './unit-ids.ts';

/** The job that ends a run. */
export interface FinishJob {
  readonly removeVanished: boolean;
  /** True once the failed units of the run were retried. */
  readonly isRetried: boolean;
}

/** What the end of a run needs. */
export interface FinishParts {
  readonly port: QueuePort;
  readonly clock: Clock;
  readonly pipeline: Pick<IndexingPipeline, 'removeVanished'>;
  /** Milliseconds between two looks at a run that is not done. */
  readonly pollMs: number;
  readonly pauseMs: number;
}

/**
 * Makes the handler of the jobs that end runs. One that finds work of its run, or of a run before it, is delayed: it holds nothing meanwhile.
 *
 * Documents are removed only when no unit of the run has failed: those of a failed unit were not seen, and may well be there.
 */
export function finishRunWith(parts: FinishParts): JobHandler {
  const { port, pollMs } = parts;
  return async ({ id, json }, { signal }) => {
    const runId = runOf(id);
    const job = JSON.parse(json) as FinishJob;
    const later = { kind: 'later', ms: pollMs } as const;
    const enqueued = await readEnqueueRecord(port, runId);
    if (enqueued?.isWhole !== true || (await hasWork(port, runId))) return later;
    const failed = (await port.units.finishedIds('failed')).filter((unit) => runOf(unit) === runId);
    if (failed.length > 0 && !job.isRetried) {
      for (const unit of failed) await port.units.retry(unit);
      // After the units: were it noted before, and this worker lost in between, they would not be retried.
      await port.finishes.replace({ id, json: JSON.stringify({ ...job, isRetried: true }) });
      return later;
    }
    const isComplete = failed.length === 0;
    try {
      const removed = isComplete && job.removeVanished ? await parts.pipeline.removeVanished({ runId, signal }) : 0;
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

/** True while units of the run, or of one before it, wait or are under way. */
async function hasWork(port: QueuePort, runId: number): Promise<boolean> {
  const { waiting, delayed, active } = await port.units.counts();
  if (waiting + delayed + active === 0) return false;
  return (await port.units.unfinishedIds()).some((id) => runOf(id) <= runId);
}
