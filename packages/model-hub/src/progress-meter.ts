import type { ProgressListener, ProgressPhase } from '@x/core';

/** Adds up bytes over all files of a model and reports them. */
export interface ProgressMeter {
  /** Counts bytes of one file. */
  add(bytes: number, file: string): void;
  /** Adds bytes to the total that nobody knew of before. */
  extend(bytes: number): void;
  /** Reports `completed === total`, once. */
  finish(): void;
}

// So that a listener that draws costs nothing: at most this many events for a model, whatever its size.
const steps = 200;

/**
 * A meter whose first event has `completed` 0 and whose last has `completed === total`; in between it reports each 0.5 %.
 *
 * `completed` and `total` are over all files, `file` names the one in hand.
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
  onProgress?.({ phase, subject, completed, total, unit: 'bytes' });
  return {
    add(bytes, file) {
      completed += bytes;
      if (completed - reported < total / steps || completed >= total) return;
      reported = completed;
      onProgress?.({ phase, subject, file, completed, total, unit: 'bytes' });
    },
    extend(bytes) {
      total += bytes;
    },
    finish() {
      onProgress?.({ phase, subject, completed: total, total, unit: 'bytes' });
    },
  };
}
