import type { PipelineStageError } from '@x/core';

import { isOfOneDocument } from './document-faults.ts';
import type { IndexFailure } from './index-report.ts';
import type { SourceDocument } from './plan-documents.ts';

/** Options of {@link SkippedDocuments}. */
export interface SkippedDocumentsOptions {
  /** False when the first failure ends the run. */
  readonly isSkipping: boolean;
  readonly signal: AbortSignal | undefined;
  /** Returns true when the store contains a document with the settings of the run. */
  readonly hasStored: () => boolean;
}

/** After this many identical refusals with nothing stored, the fault is in all documents or in the settings. */
const mostEqualRefusals = 8;

/** The documents that a run leaves out, if it may leave out any. */
export class SkippedDocuments {
  readonly #options: SkippedDocumentsOptions;
  readonly #failures: IndexFailure[] = [];

  constructor(options: SkippedDocumentsOptions) {
    this.#options = options;
  }

  get isSkipping(): boolean {
    return this.#options.isSkipping;
  }

  get count(): number {
    return this.#failures.length;
  }

  /** Returns the failures from a count on, in the order in which they happened. */
  since(count: number): readonly IndexFailure[] {
    return this.#failures.slice(count);
  }

  inSourceOrder(): IndexFailure[] {
    return this.#failures.toSorted((one, other) => one.index - other.index);
  }

  add(failure: IndexFailure): void {
    this.#failures.push(failure);
  }

  /** Returns true when the run may go on after an error without the document that caused it. */
  isSkippable(error: unknown): error is PipelineStageError {
    return this.isSkipping && !this.#options.signal?.aborted && isOfOneDocument(error);
  }

  /** Processes one document, and skips it if the error concerns only that document. @throws errors that concern all documents. */
  async orSkip<Payload extends object>(
    { id, index }: SourceDocument<Payload>,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.isSkippable(error)) throw error;
      this.add({ id, index, stage: error.stage, error });
      if (error.stage === 'store' && this.#areAllRefusedLike(error)) throw error;
    }
  }

  #areAllRefusedLike({ message }: PipelineStageError): boolean {
    if (this.#options.hasStored()) return false;
    const refused = this.#failures.filter(({ stage }) => stage === 'store');
    return refused.length >= mostEqualRefusals && refused.every(({ error }) => (error as Error).message === message);
  }
}
