import type { PipelineEvent } from '@x/pipeline';

/** Tenths of a millisecond: what is finer is noise. */
export function roundTime(milliseconds = 0): number {
  return Math.round(milliseconds * 10) / 10;
}

/** Measures what one search waits for the embedding of its query: embedders run side by side, so that the longest counts. */
export class EmbedTimer {
  #longest = 0;

  readonly onEvent = ({ kind, operation, stage, durationMs = 0 }: PipelineEvent): void => {
    const isOfQuery = operation === 'search' && stage === 'embed';
    if (kind === 'end' && isOfQuery) this.#longest = Math.max(this.#longest, durationMs);
  };

  /** Milliseconds, 0 before anything was embedded. */
  get longestMs(): number {
    return this.#longest;
  }
}
