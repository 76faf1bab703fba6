import { emitWarning } from '@x/core';

/** A text in which BM25 found no word to search by, so that its vector is empty. */
export interface NoWordsReport {
  /** Position in the call's input; 0 for a query. */
  readonly index: number;
  /** Its words that were left out as stop words. */
  readonly stopWords: number;
  /** Its words that were left out because they are longer than `maxWordLength`. */
  readonly longWords: number;
}

/** What becomes of a text without words: `warn` emits one process warning per call unless `onNoWords` listens, `allow` says nothing. */
export type NoWordsPolicy = 'warn' | 'allow';

/** Sees every text of one call, so that no vector is silently empty. */
export class NoWordsWatch {
  readonly #policy: NoWordsPolicy;
  readonly #onNoWords: ((report: NoWordsReport) => void) | undefined;
  #seen = 0;
  #without = 0;
  #firstIndex = 0;

  constructor(policy: NoWordsPolicy, onNoWords: ((report: NoWordsReport) => void) | undefined) {
    this.#policy = policy;
    this.#onNoWords = onNoWords;
  }

  /** Takes note of the next text; `leftOut` says what was left out of one without words. */
  see(isEmpty: boolean, leftOut: () => Omit<NoWordsReport, 'index'>): void {
    const index = this.#seen++;
    if (!isEmpty) return;
    this.#onNoWords?.({ index, ...leftOut() });
    if (this.#without === 0) this.#firstIndex = index;
    this.#without++;
  }

  /** Ends the call: warns once where the policy says so and nobody was told. */
  finish(): void {
    if (this.#without === 0 || this.#policy === 'allow' || this.#onNoWords !== undefined) return;
    emitWarning(
      `Qdrant/bm25 found no word to search by in ${this.#without} of ${this.#seen} texts (the first at index ${this.#firstIndex}): their vectors are empty.`,
      {
        type: 'NoWordsWarning',
        code: 'X_NO_WORDS',
        detail:
          "Such a text is blank, or all its words are stop words or longer than maxWordLength; texts without spaces need tokenizer: 'segmenter'. Pass onNoWords to be told of each, or load the model with noWordsPolicy: 'allow'.",
      },
    );
  }
}
