import type { PipelineEvent } from '@x/pipeline';

/** Rounds a time to tenths of a millisecond. Smaller differences are noise. */
export function roundTime(milliseconds = 0): number {
  return Math.round(milliseconds * 10) / 10;
}

/** Measures how long a search waits for the embeddings of its query. Embedders run concurrently, so the longest time counts. */
export class EmbedTimer {
  #longest = 0;

  readonly onEvent = ({ kind, operation, stage, durationMs = 0 }: PipelineEvent): void => {
    const isOfQuery = operation === 'search' && stage === 'embed';
    if (kind === 'end' && isOfQuery) this.#longest = Math.max(this.#longest, durationMs);
  };

  /** The time in milliseconds; 0 before the first embedding. */
  get longestMs(): number {
    return this.#longest;
  }
}
