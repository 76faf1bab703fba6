import {
  callListener,
  emitWarning,
  type EncodedSequence,
  type OptionKinds,
  requireOneOf,
  requireOptions,
  SequenceTooLongError,
} from '@x/core';

/**
 * What to do with a text that is longer than the limit. `warn` truncates it and emits one process warning per call, unless `onTruncation` is set.
 * `truncate` truncates it without a warning. `error` makes the call throw.
 */
export type TruncationPolicy = 'warn' | 'truncate' | 'error';

/** A text or pair that was longer than the model's limit. */
export interface TruncationReport {
  /** Index in the call's input. */
  readonly index: number;
  /** Number of tokens cut off; for a pair, from both texts together. */
  readonly truncatedTokens: number;
  /** Number of UTF-16 units beyond the tokenizer's character cap, which were never tokenized; 0 for texts within the cap. */
  readonly truncatedCharacters: number;
}

/** Options of {@link TruncationWatch}. */
export interface TruncationWatchOptions {
  readonly policy: TruncationPolicy;
  /** Model name in the warning. */
  readonly modelName: string;
  readonly maxLength: number;
  /** Receives a report for every truncated sequence. With it, `warn` does not warn. */
  readonly onTruncation?: ((report: TruncationReport) => void) | undefined;
}

const optionKinds: OptionKinds<TruncationWatchOptions> = {
  policy: 'text',
  modelName: 'text',
  maxLength: 'number',
  onTruncation: 'function',
};

/**
 * Checks every sequence of one call for truncation, and reports or refuses it as the policy says.
 *
 * @example
 * const watch = new TruncationWatch({ policy: 'warn', modelName: 'm', maxLength: 256 });
 * for (const [index, sequence] of sequences.entries()) watch.see(sequence, index);
 * watch.finish(); // (node:1) TruncationWarning: m truncated 2 of 20 inputs to 256 tokens (812 tokens removed, the first at index 3).
 */
export class TruncationWatch {
  readonly #options: TruncationWatchOptions;
  #seen = 0;
  #cut = 0;
  #tokens = 0;
  #characters = 0;
  #firstIndex = 0;

  /** @throws {InvalidArgumentError} when an option has the wrong type, or the policy is unknown. */
  constructor(options: TruncationWatchOptions) {
    this.#options = requireOptions(options, optionKinds);
    requireOneOf(options.policy, 'policy', ['warn', 'truncate', 'error']);
  }

  /**
   * Records one sequence.
   *
   * @throws {SequenceTooLongError} when the sequence was truncated and the policy is `error`.
   */
  see({ inputIds, truncatedTokens, truncatedCharacters = 0 }: EncodedSequence, index: number): void {
    this.#seen++;
    if (truncatedTokens + truncatedCharacters === 0) return;
    const { policy, maxLength, onTruncation } = this.#options;
    if (policy === 'error') {
      // Above the character cap, a larger maxLength need not help.
      const remedy = truncatedCharacters > 0 ? 'Split it' : 'Shorten it, raise maxLength';
      throw new SequenceTooLongError({
        index,
        tokenCount: inputIds.length + truncatedTokens,
        maxLength,
        truncatedCharacters,
        advice: `${remedy}, or set truncationPolicy to 'truncate'.`,
      });
    }
    callListener(onTruncation, { index, truncatedTokens, truncatedCharacters });
    if (this.#cut === 0) this.#firstIndex = index;
    this.#cut++;
    this.#tokens += truncatedTokens;
    this.#characters += truncatedCharacters;
  }

  /** Ends the call: with the policy `warn` and no `onTruncation`, warns once if a sequence was truncated. */
  finish(): void {
    const { policy, modelName, maxLength, onTruncation } = this.#options;
    if (this.#cut === 0 || policy !== 'warn' || onTruncation !== undefined) return;
    const removed = [
      ...(this.#tokens > 0 ? [`${this.#tokens} tokens`] : []),
      ...(this.#characters > 0 ? [`${this.#characters} characters beyond the tokenizer's cap`] : []),
    ].join(' and ');
    emitWarning(
      `${modelName} truncated ${this.#cut} of ${this.#seen} inputs to ${maxLength} tokens (${removed} removed, the first at index ${this.#firstIndex}).`,
      {
        type: 'TruncationWarning',
        code: 'X_TRUNCATION',
        detail: "Pass onTruncation to receive each report, or set truncationPolicy to 'truncate' or 'error'.",
      },
    );
  }
}
