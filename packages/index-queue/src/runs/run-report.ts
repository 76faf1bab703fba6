import type { WorkerRecord } from './run-records.ts';

/** Counts of the documents of a run by outcome. A unit that is repeated after a worker was lost is counted again. */
export interface DocumentCounts {
  readonly documents: number;
  /** New or changed documents that were stored. */
  readonly indexed: number;
  /** Documents that were already stored and have not changed. */
  readonly unchanged: number;
  /** Documents that a later run wrote before this run reached them, and the items of units that were skipped because a later run is finished. */
  readonly superseded: number;
  /** Documents that cannot be indexed, see `readRejected`. */
  readonly rejected: number;
  readonly passages: number;
}

/** The report of a finished run. */
export interface RunReport extends DocumentCounts {
  readonly runId: number;
  readonly units: number;
  /** Items of the source: references, or documents. */
  readonly items: number;
  /** Units that failed again after the retry. Their documents may be missing, and nothing was removed. */
  readonly failedUnits: number;
  /** Documents that were removed because no unit of the run contained them. When a lost worker interrupted the removal, only those of the last attempt. */
  readonly removed: number;
}

/** Sums the records of all workers. */
export function sumOfWorkers(records: readonly WorkerRecord[]): DocumentCounts {
  const sum = (name: keyof DocumentCounts): number => records.reduce((total, record) => total + record[name], 0);
  return {
    documents: sum('documents'),
    indexed: sum('indexed'),
    unchanged: sum('unchanged'),
    superseded: sum('superseded'),
    rejected: sum('rejected'),
    passages: sum('passages'),
  };
}

/** Returns a report with its properties in the order of {@link RunReport}. PostgreSQL stores them in another one. */
export function toRunReport(stored: RunReport): RunReport {
  const { runId, units, items, documents, indexed, unchanged, superseded, rejected, passages, ...last } = stored;
  const { failedUnits, removed } = last;
  const counts = { documents, indexed, unchanged, superseded, rejected, passages };
  return { runId, units, items, ...counts, failedUnits, removed };
}
