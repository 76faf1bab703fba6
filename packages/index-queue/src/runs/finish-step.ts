import type { IndexingPipeline } from '../indexing-pipeline.ts';
import type { Clock, JobHandler, NewJob, QueuePort } from '../queue/queue-port.ts';
import { judgeError } from '../failures/judge-error.ts';
import { closeRun, isClosed, isCloseJob } from './close-run.ts';
import { failureOfOvertaken, failureToRemove } from './failure-to-remove.ts';
import {
  type EnqueueRecord,
  forgetOlderRuns,
  readEnqueueRecord,
  readFinishRequest,
  readWorkerRecords,
} from './run-records.ts';
import { type RunReport, sumOfWorkers } from './run-report.ts';
import { type FinishJob, retryFinish } from './retry-finish.ts';
import { runOf } from './unit-ids.ts';

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
 * Documents are removed only when no unit of the run has failed or is lost, because its documents may still exist in the corpus. They are removed
 * after the run is closed and the units that had begun before have ended, because a unit of an earlier run could bring a removed document back.
 */
export function finishRunWith(parts: FinishParts): JobHandler {
  const { port, pollMs } = parts;
  return async (job, { signal }) => {
    if (isCloseJob(job.id)) return { kind: 'done', result: {} };
    const runId = runOf(job.id);
    const later = { kind: 'later', ms: pollMs } as const;
    // Read before the units: if the run is closed by now, each unit that starts later finds it closed.
    const wasClosed = await isClosed(port, runId);
    const enqueued = await readEnqueueRecord(port, runId);
    if (enqueued?.isWhole !== true)
      return (await failureOfOvertaken(port, { runId, problem: 'its source was not enqueued to the end' })) ?? later;
    if (await hasWork(port, runId)) return later;
    const failed = (await port.units.finishedIds('failed')).filter((unit) => runOf(unit) === runId);
    if (failed.length > 0 && (await retryOnce(port, { job, failed, signal }))) return later;
    // Read last, because a later call of `finishRun` may have changed it.
    const request = await readFinishRequest(port, runId);
    const removes = failed.length === 0 && request?.removeVanished === true;
    if (removes) {
      const failure = await failureToRemove(port, { runId, enqueued, allowEmpty: request.allowEmpty });
      if (failure !== undefined) return failure;
    }
    if (removes && !wasClosed) {
      await closeRun(port, runId);
      return later;
    }
    try {
      const removed = removes ? await parts.pipeline.removeVanished({ runId, signal }) : 0;
      const result = await reportOf(port, { runId, enqueued, removed, failedUnits: failed.length });
      await forgetOlderRuns(port, { runId, signal });
      return { kind: 'done', result };
    } catch (error) {
      signal.throwIfAborted();
      const outcome = judgeError(error, parts.pauseMs);
      if (outcome.kind === 'pause') return { kind: 'later', ms: outcome.ms };
      return outcome.kind === 'dead' ? outcome : await retryFinish(port, { job, reason: outcome.reason });
    }
  };
}

/** Returns true while units of the run or of an earlier run are unfinished. */
async function hasWork(port: QueuePort, runId: number): Promise<boolean> {
  const { waiting, delayed, active } = await port.units.counts();
  if (waiting + delayed + active === 0) return false;
  return (await port.units.unfinishedIds()).some((id) => runOf(id) <= runId);
}

/** Makes the failed units of a run wait again, and returns true, unless this was done before. */
async function retryOnce(
  port: QueuePort,
  { job, failed, signal }: { job: NewJob; failed: readonly string[]; signal: AbortSignal },
): Promise<boolean> {
  const known = JSON.parse(job.json) as FinishJob;
  if (known.isRetried) return false;
  for (const unit of failed) {
    signal.throwIfAborted();
    await port.units.retry(unit);
  }
  // Recorded after the retries: if it were recorded first and this worker were lost in between, the units would not be retried.
  await port.finishes.replace({ id: job.id, json: JSON.stringify({ ...known, isRetried: true }) });
  return true;
}

async function reportOf(
  port: QueuePort,
  {
    runId,
    enqueued,
    ...counts
  }: Pick<RunReport, 'runId' | 'removed' | 'failedUnits'> & { readonly enqueued: EnqueueRecord },
): Promise<RunReport> {
  const { units, items } = enqueued;
  return { runId, units, items, ...sumOfWorkers(await readWorkerRecords(port, runId)), ...counts };
}
