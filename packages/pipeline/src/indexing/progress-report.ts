import { callListener } from '@x/core';
import type { IndexProgress } from './index-report.ts';

/** Reports how far an index run is, its rate, and the time left. */
export class ProgressReport {
  readonly #subject: string;
  readonly #total: number | undefined;
  readonly #listener: ((progress: IndexProgress) => void) | undefined;
  readonly #start = performance.now();

  /** Reports the start of the run. */
  constructor(subject: string, total: number | undefined, listener: ((progress: IndexProgress) => void) | undefined) {
    this.#subject = subject;
    this.#total = total;
    this.#listener = listener;
    this.report(0);
  }

  /** Reports the number of completed documents. */
  report(completed: number): void {
    if (this.#listener === undefined) return;
    const elapsedMs = performance.now() - this.#start;
    const documentsPerSecond = completed === 0 ? 0 : (completed / elapsedMs) * 1000;
    const isKnown = this.#total !== undefined && documentsPerSecond > 0;
    callListener(this.#listener, {
      phase: 'index',
      subject: this.#subject,
      completed,
      ...(this.#total !== undefined && { total: this.#total }),
      unit: 'items',
      documentsPerSecond,
      ...(isKnown && { remainingMs: (Math.max(this.#total - completed, 0) / documentsPerSecond) * 1000 }),
    });
  }
}
