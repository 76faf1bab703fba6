import type { IndexProgress } from './index-report.ts';

/** Tells how far an index run is, how fast, and how long it will take. */
export class ProgressReport {
  readonly #subject: string;
  readonly #total: number | undefined;
  readonly #listener: ((progress: IndexProgress) => void) | undefined;
  readonly #start = performance.now();

  /** Reports the beginning. */
  constructor(subject: string, total: number | undefined, listener: ((progress: IndexProgress) => void) | undefined) {
    this.#subject = subject;
    this.#total = total;
    this.#listener = listener;
    this.report(0);
  }

  /** Reports that so many documents are done. */
  report(completed: number): void {
    if (this.#listener === undefined) return;
    const elapsedMs = performance.now() - this.#start;
    const documentsPerSecond = completed === 0 ? 0 : (completed / elapsedMs) * 1000;
    const isKnown = this.#total !== undefined && documentsPerSecond > 0;
    this.#listener({
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
