import type { WorkerRecord } from './run-records.ts';

/** What was done with the documents of a run. A unit that was done again after a worker was lost is counted again. */
export interface DocumentCounts {
  readonly documents: number;
  /** Stored anew or again. */
  readonly indexed: number;
  /** There already, unchanged. */
  readonly unchanged: number;
  /** Written by a later run before this one came to them. */
  readonly superseded: number;
  /** Left out because they cannot be indexed, see `readRejected`. */
  readonly rejected: number;
  readonly passages: number;
}

/** What a run did. */
export interface RunReport extends DocumentCounts {
  readonly runId: number;
  readonly units: number;
  /** Items of the source: references, or documents. */
  readonly items: number;
  /** Units that failed twice over; their documents may be missing, and nothing was removed then. */
  readonly failedUnits: number;
  /** Documents removed because no unit of the run had them. */
  readonly removed: number;
}

/** Adds up what workers did. */
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
