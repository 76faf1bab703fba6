import { callListener, type ProgressListener, type ProgressPhase } from '@x/core';

/** Counts the bytes of all files of a model and reports progress. */
export interface ProgressMeter {
  /** Counts bytes of one file. */
  add(bytes: number, file: string): void;
  /** Adds bytes to the total when further files become known. */
  extend(bytes: number): void;
  /** Reports `completed === total`, once. */
  finish(): void;
}

// At most this many events per model of any size, so that a listener that draws costs little.
const steps = 200;

/**
 * Creates a meter whose first event has `completed` 0 and whose last event has `completed === total`. In between it reports every 0.5 %.
 *
 * `completed` and `total` cover all files; `file` names the current file.
 */
export function createProgressMeter({
  phase,
  subject,
  total: known,
  onProgress,
}: {
  readonly phase: ProgressPhase;
  readonly subject: string;
  /** In bytes. */
  readonly total: number;
  readonly onProgress: ProgressListener | undefined;
}): ProgressMeter {
  let completed = 0;
  let total = known;
  let reported = 0;
  callListener(onProgress, { phase, subject, completed, total, unit: 'bytes' });
  return {
    add(bytes, file) {
      completed += bytes;
      if (completed - reported < total / steps || completed >= total) return;
      reported = completed;
      callListener(onProgress, { phase, subject, file, completed, total, unit: 'bytes' });
    },
    extend(bytes) {
      total += bytes;
    },
    finish() {
      callListener(onProgress, { phase, subject, completed: total, total, unit: 'bytes' });
    },
  };
}
