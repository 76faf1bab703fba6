import { callListener, emitWarning } from '@x/core';

/** Number of words of a text that BM25 left out, by reason. */
export interface LeftOutWords {
  /** Number of words left out as stop words. */
  readonly stopWords: number;
  /** Number of words left out because they are longer than `maxWordLength`. */
  readonly longWords: number;
}

/** A text in which BM25 found no word to search by, so that its vector is empty. */
export interface NoWordsReport extends LeftOutWords {
  /** Index in the call's input; 0 for a query. */
  readonly index: number;
}

/** What to do with a text without words: `warn` emits one process warning per call, unless `onNoWords` is set. `allow` emits none. */
export type NoWordsPolicy = 'warn' | 'allow';

/** Checks every text of one call for words, and reports texts whose vector is empty. */
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

  /** Records the next text. `leftOut` has the words left out of a text without words; `undefined` for a text with words. */
  see(leftOut: LeftOutWords | undefined): void {
    const index = this.#seen++;
    if (leftOut === undefined) return;
    callListener(this.#onNoWords, { index, ...leftOut });
    if (this.#without === 0) this.#firstIndex = index;
    this.#without++;
  }

  /** Ends the call: with the policy `warn` and no `onNoWords`, warns once if a text had no words. */
  finish(): void {
    if (this.#without === 0 || this.#policy === 'allow' || this.#onNoWords !== undefined) return;
    emitWarning(
      `Qdrant/bm25 found no word to search by in ${this.#without} of ${this.#seen} texts (the first at index ${this.#firstIndex}): their vectors are empty.`,
      {
        type: 'NoWordsWarning',
        code: 'X_NO_WORDS',
        detail:
          "Such a text is blank, or all its words are stop words or longer than maxWordLength. Texts without spaces need tokenizer: 'segmenter'. Pass onNoWords to receive each report, or load the model with noWordsPolicy: 'allow'.",
      },
    );
  }
}
